#include "analyzer/config/config_ack.h"

#include "analyzer/config/config_take.h"

static bool take_fingerprints(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	if (!config_take_texts(in, value, into, count))
		return false;
	YAML_EACH(item, value) {
		bool fine = item->text.size == 12;
		for (size_t i = 0; fine && i < 12; i++)
			fine = byte_is_digit(item->text.at[i]) || (item->text.at[i] >= 'a' && item->text.at[i] <= 'f');
		if (!fine)
			return config_wrong(in, item,
			    "\"%.*s\" is no fingerprint of twelve characters from 0-9 and a-f", STR_ARG(item->text));
	}
	return true;
}

static bool take_verdict(struct config_input *in, const struct yaml *value, void *into, unsigned *count)
{
	static const struct config_word words[] = { { "acknowledged", ACK_ACKNOWLEDGED }, { "approved", ACK_APPROVED },
		{ "blocked", ACK_BLOCKED }, { NULL, 0 } };
	int verdict;

	(void)count;
	if (!config_take_word(in, value, words, &verdict))
		return false;
	*(enum ack_verdict *)into = (enum ack_verdict)verdict;
	return true;
}

#define ACK(field) offsetof(struct ack_file, field)
static const struct config_key keys[] = {
	{ "fingerprints", take_fingerprints, ACK(fingerprints), ACK(fingerprint_count) },
	{ "by", config_take_text, ACK(by), NO_COUNT },
	{ "reason", config_take_text, ACK(reason), NO_COUNT },
	{ "verdict", take_verdict, ACK(verdict), NO_COUNT },
	{ "until", config_take_text, ACK(until), NO_COUNT },
};

bool ack_file_read(struct ack_file *out, struct arena *arena, str bytes, const char *path, struct error *error)
{
	struct config names = { .path = path };
	struct config_input in = { .arena = arena, .config = &names, .error = error };
	const struct yaml *root;
	struct yaml_error broken;

	*out = (struct ack_file){ 0 };
	if (!yaml_read(&root, arena, arena_dup(arena, bytes), YAML_UNIQUE_KEYS, &broken)) {
		struct yaml at = { .line = broken.line, .column = broken.column };
		return config_wrong(&in, &at, "%s", broken.message);
	}
	if (yaml_is_null(root))
		return true;
	if (!config_expect(&in, root, YAML_MAPPING, "an acknowledgement") ||
	    !config_take(&in, root, keys, sizeof keys / sizeof *keys, out))
		return false;
	if (!out->until.size)
		return true;
	out->until_day = config_day(out->until);
	return out->until_day ||
	    config_wrong(&in, yaml_get(root, "until"), "\"%.*s\" is no date like 2027-03-31", STR_ARG(out->until));
}

str ack_address(str by)
{
	struct str_cut open = str_rcut(by, '<');

	if (!open.found)
		return str_trim(by);
	return str_trim(str_cut(open.tail, '>').head);
}
