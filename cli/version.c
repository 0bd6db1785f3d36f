#include "cli/version.h"

#include "analyzer/git/repository.h"
#include "base/text.h"
#include "parsers/parser.h"
#include "parsers/xml.h"
#include "parsers/yaml.h"

static const char *compiler(void)
{
#ifdef __clang__
	return __VERSION__;
#else
	return "gcc " __VERSION__;
#endif
}

static const char *guards(void)
{
#if defined(ARENA_ISOLATE)
	return "stack protector, address and undefined behaviour sanitizers";
#elif defined(_FORTIFY_SOURCE)
	return "stack protector, fortified library calls, read-only relocations";
#else
	return "stack protector";
#endif
}

void version_put(struct buf *out, bool build)
{
	buf_puts(out, "knockon " KNOCKON_VERSION "\n");
	if (!build)
		return;
	buf_putf(out, "compiler   %s\n", compiler());
	buf_putf(out, "libraries  libgit2 %s, cmark-gfm %s, libxml2 %s", repository_library(), markdown_library(),
	    xml_library());
	buf_putf(out, ", libyaml %s, utf8proc %s\n", yaml_library(), text_library());
	buf_putf(out, "guards     %s\n", guards());
}
