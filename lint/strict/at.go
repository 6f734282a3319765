package strict

import "gopkg.in/yaml.v3"

// Int is a number together with its place.
type Int struct {
	Value int
	Place
}

// UnmarshalStrict reads a number and keeps its place.
func (i *Int) UnmarshalStrict(d *Decoder, n *yaml.Node) {
	i.Place = Place{n.Line, n.Column}
	d.Decode(n, &i.Value)
}

// Schema is a whole number; none of those that are read with their place may be below 0.
func (Int) Schema(*Generator) Schema { return Schema{"type": "integer", "minimum": 0} }

// Schema is the one version there is.
func (Version) Schema(*Generator) Schema { return Schema{"const": current} }
