package frozen

// Demands are what a text must have.
func (r *Regexp) Demands() (head, tail []rune, needs [][]string) { return r.head, r.tail, r.needs }
