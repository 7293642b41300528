#include "portolan/formats/xml.hpp"

#include <algorithm>
#include <deque>
#include <utility>

#include <expat.h>

#include "portolan/base/error.hpp"

namespace portolan::formats {
namespace {

constexpr int kPieceBytes = 64 * 1024;

struct FreeParser {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

std::string_view without_prefix(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

const std::string* XmlEvent::attribute(std::string_view attribute_name) const {
  for (const auto& [name_of_attribute, value] : attributes) {
    if (name_of_attribute == attribute_name) {
      return &value;
    }
  }
  return nullptr;
}

// The callbacks run within the C code of expat, so they throw nothing: they note the error and
// stop.
struct XmlReader::State {
  State(ByteSource& bytes, const XmlLimits& bounds)
      : source(bytes), limits(bounds), parser(XML_ParserCreate(nullptr)) {
    ensure(parser != nullptr, "expat: cannot make a parser");
    XML_SetUserData(parser.get(), this);
    XML_SetElementHandler(parser.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser.get(), on_document_type);
  }

  static State& of(void* user_data) { return *static_cast<State*>(user_data); }

  static void on_start(void* user_data, const XML_Char* name, const XML_Char** attributes) {
    State& state = of(user_data);
    if (state.depth >= state.limits.max_depth) {
      state.stop(fmt::format("elements nested at most {} deep", state.limits.max_depth), "deeper");
      return;
    }
    XmlEvent& event = state.add(XmlEvent::Kind::kStart, state.depth++);
    event.name = without_prefix(name);
    std::size_t size = 0;
    for (; *attributes != nullptr; attributes += 2) {
      event.attributes.emplace_back(without_prefix(attributes[0]), attributes[1]);
      size += event.attributes.back().second.size();
    }
    if (size > state.limits.max_text_bytes) {
      state.stop_for_size();
    }
  }

  static void on_end(void* user_data, const XML_Char* name) {
    State& state = of(user_data);
    state.add(XmlEvent::Kind::kEnd, --state.depth).name = without_prefix(name);
  }

  static void on_text(void* user_data, const XML_Char* text, int size) {
    State& state = of(user_data);
    const bool goes_on = !state.events.empty() && state.events.back().kind == XmlEvent::Kind::kText;
    XmlEvent& event = goes_on ? state.events.back() : state.add(XmlEvent::Kind::kText, state.depth);
    event.text.append(text, static_cast<std::size_t>(size));
    if (event.text.size() > state.limits.max_text_bytes) {
      state.stop_for_size();
    }
  }

  static void on_document_type(
      void* user_data,
      const XML_Char* /*name*/,
      const XML_Char* /*system_id*/,
      const XML_Char* /*public_id*/,
      int /*has_internal_subset*/
  ) {
    of(user_data).stop("XML without a document type", "a declaration of one");
  }

  XmlEvent& add(XmlEvent::Kind kind, int event_depth) {
    XmlEvent event;
    event.kind = kind;
    event.line = static_cast<std::int64_t>(XML_GetCurrentLineNumber(parser.get()));
    event.depth = event_depth;
    events.push_back(std::move(event));
    return events.back();
  }

  void stop_for_size() {
    stop(fmt::format("text of at most {} bytes in one place", limits.max_text_bytes), "more");
  }

  void stop(const std::string& expected, std::string_view got) {
    if (fault.empty()) {
      fault = fmt::format(
          "{}:{}: expected {}, got {}",
          source.name(),
          XML_GetCurrentLineNumber(parser.get()),
          expected,
          got
      );
    }
    XML_StopParser(parser.get(), XML_FALSE);
  }

  // Feeds the next piece of the source to the parser.
  void parse_piece() {
    void* buffer = XML_GetBuffer(parser.get(), kPieceBytes);
    ensure(buffer != nullptr, "expat: no memory");
    const std::size_t size =
        read_fully(source, {static_cast<char*>(buffer), static_cast<std::size_t>(kPieceBytes)});
    is_source_at_end = size < static_cast<std::size_t>(kPieceBytes);
    const XML_Status status =
        XML_ParseBuffer(parser.get(), static_cast<int>(size), is_source_at_end ? 1 : 0);
    if (!fault.empty()) {
      throw bad_data("{}", fault);
    }
    if (status != XML_STATUS_OK) {
      throw bad_data(
          "{}:{}: expected XML, got an error: {}",
          source.name(),
          XML_GetCurrentLineNumber(parser.get()),
          XML_ErrorString(XML_GetErrorCode(parser.get()))
      );
    }
  }

  ByteSource& source;
  XmlLimits limits;
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser> parser;
  std::deque<XmlEvent> events;
  XmlEvent current;
  std::string fault;
  int depth = 0;
  bool is_source_at_end = false;
};

XmlReader::XmlReader(ByteSource& source, const XmlLimits& limits)
    : state_(std::make_unique<State>(source, limits)) {}

XmlReader::~XmlReader() = default;

const XmlEvent* XmlReader::next() {
  State& state = *state_;
  // A run of text may go on in the next piece, so the last event waits for the one behind it.
  while (state.events.size() < 2 && !state.is_source_at_end) {
    state.parse_piece();
  }
  if (state.events.empty()) {
    return nullptr;
  }
  state.current = std::move(state.events.front());
  state.events.pop_front();
  return &state.current;
}

}  // namespace portolan::formats
