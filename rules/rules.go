// Package rules is the shipped rule set: every wording yorisoi knows, as YAML.
//
//	reply.yaml      how a reply is built
//	spelling.yaml   spellings of one word
//	grammar.yaml    what follows a predicate, how clauses hang together, who is who
//	lists/          wordings under a name
//	acts/           speech acts: what a span of a reply does
//	terms/          words some readers do not know
//	*.yaml          the rules
//	rules.img       all of it compiled, so that a run need not do it: go generate ./rules
package rules

import "embed"

//go:generate go run ../cmd/mkrules -o rules.img

//go:embed *.yaml lists acts terms upkeep
var files embed.FS

//go:embed rules.img
var image string

// FS holds the files and their image.
var FS = Folder{files}

// Folder is the folder of the shipped rules.
type Folder struct{ embed.FS }

// Image is the rules in the form in which they are used.
func (Folder) Image() string { return image }
