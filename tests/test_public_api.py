import subprocess
import sys

import pytest

import mockserver


def test_all_is_sorted_and_without_repetition():
    assert mockserver.__all__ == sorted(set(mockserver.__all__))


@pytest.mark.parametrize("name", mockserver.__all__)
def test_every_public_name_can_be_imported(name):
    assert getattr(mockserver, name).__module__.startswith("mockserver.")


def test_every_lazy_name_is_public():
    lazy = " ".join(mockserver._HOMES.values()).split()
    assert sorted(lazy) == mockserver.__all__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'Sandbocks'"):
        mockserver.Sandbocks  # noqa: B018


def test_importing_the_package_imports_no_library():
    code = (
        "import sys; import mockserver;"
        "heavy = {'httpx', 'pydantic', 'liquid', 'respx', 'hypothesis', 'click'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
