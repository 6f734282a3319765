// Package rules is the shipped rule set: every wording yorisoi knows, as YAML.
//
//	reply.yaml      how a reply is built
//	spelling.yaml   spellings of one word
//	grammar.yaml    what follows a predicate, how clauses hang together, who is who
//	lists/          wordings under a name
//	acts/           speech acts: what a span of a reply does
//	terms/          words some readers do not know
//	*.yaml          the rules
package rules

import "embed"

// FS holds the files.
//
//go:embed *.yaml lists acts team terms
var FS embed.FS
