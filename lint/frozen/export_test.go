package frozen

import "regexp"

// Compiled is the expression without what it is spared.
func (r *Regexp) Compiled() *regexp.Regexp { return r.compiled() }

// Needs are the pieces a match cannot do without.
func (r *Regexp) Needs() []string { return r.needs }
