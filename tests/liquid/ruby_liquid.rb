# Renders templates with Shopify's Ruby gem, one JSON object per line in and out.
require "json"
require "liquid"

# Braze runs on Rails, which gives every object `blank?`.
class Object
  def blank?
    respond_to?(:empty?) ? !!empty? : !self
  end
end

class String
  def blank?
    /\A[[:space:]]*\z/.match?(self)
  end
end

$stdout.sync = true
while (line = $stdin.gets)
  job = JSON.parse(line)
  answer =
    begin
      template = Liquid::Template.parse(job["template"], error_mode: :lax)
      { "text" => template.render(job["data"]) }
    rescue Liquid::SyntaxError => e
      { "error" => e.message }
    end
  puts JSON.generate(answer)
end
