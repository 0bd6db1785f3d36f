#include "analyzer/gate/policy.h"

#include "analyzer/git/tree.h"
#include "base/limits.h"

#define NAME ".knockon.yml"

void policy_tell(struct policy *policy, struct arena *arena, uint32_t line, const char *key, str message)
{
	struct relaxed *one = LIST_ADD(arena, &policy->relaxed);

	*one = (struct relaxed){ str_of(key), message, line ? line : 1 };
}

bool config_from_tree(struct config *out, struct arena *arena, struct repository *repository, const struct oid *tree,
    bool *found, struct error *error)
{
	struct buf bytes = { 0 };
	struct oid blob;

	config_default(out);
	*found = !oid_is_zero(tree) && tree_find(repository, tree, STR(NAME), &blob, error);
	if (!*found)
		return error->code == ERROR_NONE;
	enum blob_answer answer = repository_blob(repository, &blob, LIMIT_YAML_BYTES, &bytes);
	bool read = answer == BLOB_READ && config_read(out, arena, arena_dup(arena, buf_str(&bytes)), NAME, error);
	buf_release(&bytes);
	if (answer == BLOB_MISSING)
		return error_set(error, ERROR_INCOMPLETE, NAME, 0,
		    "its contents are missing in this repository; git fetch brings them");
	return read ||
	    (answer == BLOB_TOO_LARGE ? error_set(error, ERROR_USAGE, NAME, 0, "%s", LIMIT_SAYS(YAML_BYTES)) : false);
}

static bool read_base(struct policy *out, struct arena *arena, const struct policy_input *input, struct config *base,
    bool *found, struct error *error)
{
	struct error trouble = { 0 };

	if (config_from_tree(base, arena, input->repository, &input->base_tree, found, &trouble) &&
	    config_check_rules(base, input->rule_at, &trouble))
		return true;
	if (trouble.code != ERROR_USAGE) {
		*error = trouble;
		return false;
	}
	config_default(base);
	*found = false;
	policy_tell(out, arena, trouble.line, "policy",
	    arena_printf(arena, "the configuration of the base cannot be read (line %u: %s); the built-in policy holds",
	        trouble.line, trouble.message));
	return true;
}

/* The configuration where the range began: what is weaker there already, the range did not make weaker. */
static bool read_fork(const struct policy_input *input, struct arena *arena, const struct config *base, bool had,
    struct config *fork, bool *forked, struct error *error)
{
	struct error trouble = { 0 };

	*fork = *base;
	*forked = had;
	if (oid_equal(&input->fork_tree, &input->base_tree))
		return true;
	if (config_from_tree(fork, arena, input->repository, &input->fork_tree, forked, &trouble))
		return true;
	if (trouble.code != ERROR_USAGE) {
		*error = trouble;
		return false;
	}
	config_default(fork);
	*forked = false;
	return true;
}

bool policy_find(struct policy *out, struct arena *arena, const struct policy_input *input, struct error *error)
{
	struct config base, head, fork;
	bool had, has, forked;

	*out = (struct policy){ 0 };
	if (!config_from_tree(&head, arena, input->repository, &input->head_tree, &has, error) ||
	    !config_check_rules(&head, input->rule_at, error))
		return false;
	if (oid_is_zero(&input->base_tree)) {
		out->config = head;
		out->origin = has ? STR(NAME " of the head") : STR("built in");
		return true;
	}
	if (!read_base(out, arena, input, &base, &had, error) ||
	    !read_fork(input, arena, &base, had, &fork, &forked, error))
		return false;
	out->config = base;
	out->origin = had ? STR(NAME " of the base") : STR("built in");
	if (forked && !has)
		policy_tell(
		    out, arena, 1, "policy", STR("the configuration is gone; that of the base holds for this range"));
	if (!has)
		return true;
	policy_compare(out, arena, &fork, &head);
	return policy_take_names(out, arena, input, &base, &head, error);
}
