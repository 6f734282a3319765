package rule

// Tally reports whether the rule asks something of a reply (thanks, or an alternative to what is refused), and whether it is
// there.
func (r *Rule) Tally(a *Analysis) (asked, met bool) {
	met = true
	for _, v := range r.Verdicts(a) {
		if v.asked {
			asked, met = true, met && v.met
		}
	}
	return asked, asked && met
}
