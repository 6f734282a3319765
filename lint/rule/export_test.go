package rule

// Compiled is what of a set is kept in an image.
func (s *Set) Compiled() any { return &s.compiled }
