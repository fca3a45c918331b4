"""The tags of Braze's Liquid, one to a file."""

from __future__ import annotations

from liquid.tag import Tag


def all_tags() -> tuple[type[Tag], ...]:
    """Give every tag a template may use by name."""
    from mockserver.liquid.tags import (
        abort_message,
        assign,
        break_loop,
        capture,
        case,
        catalog_items,
        catalog_selection_items,
        connected_content,
        continue_loop,
        cycle,
        decrement,
        echo,
        for_loop,
        if_block,
        increment,
        inline_comment,
        landing_page_url,
        liquid_lines,
        message_extras,
        promotion,
        random_number,
        shopping_cart,
        tablerow,
        translation,
        unless,
    )

    return (
        abort_message.AbortMessageTag,
        assign.AssignTag,
        break_loop.BreakTag,
        capture.CaptureTag,
        case.CaseTag,
        catalog_items.CatalogItemsTag,
        catalog_selection_items.CatalogSelectionItemsTag,
        connected_content.ConnectedContentTag,
        continue_loop.ContinueTag,
        cycle.CycleTag,
        decrement.DecrementTag,
        echo.EchoTag,
        for_loop.ForTag,
        if_block.IfTag,
        increment.IncrementTag,
        inline_comment.InlineCommentTag,
        landing_page_url.LandingPageUrlTag,
        liquid_lines.LiquidTag,
        message_extras.MessageExtrasTag,
        promotion.PromotionTag,
        random_number.RandomTag,
        shopping_cart.ShoppingCartTag,
        tablerow.TablerowTag,
        translation.TranslationTag,
        unless.UnlessTag,
    )
