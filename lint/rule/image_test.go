package rule_test

import (
	"fmt"
	"io/fs"
	"reflect"
	"testing"
	"testing/fstest"

	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/rules"
)

// The image of the shipped rules is that of their files, and says all that the files say.
func TestImage(t *testing.T) {
	img, err := rule.Freeze(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	if string(img) != rules.FS.Image() {
		t.Error("rules/rules.img is not that of the files and of this program: run go generate ./rules")
	}
	files, err := rule.Load(struct{ fs.FS }{rules.FS})
	if err != nil {
		t.Fatal(err)
	}
	image, err := rule.Load(folder{rules.FS, string(img)})
	if err != nil {
		t.Fatal(err)
	}
	c := comparer{seen: map[[2]any]bool{}}
	c.compare("set", reflect.ValueOf(files.Compiled()), reflect.ValueOf(image.Compiled()))
	for _, d := range c.differences {
		t.Error(d)
	}
	if c.values < 100_000 {
		t.Errorf("only %d values were compared", c.values)
	}
}

// folder is a folder of rules with an image of its own.
type folder struct {
	fs.FS
	image string
}

func (f folder) Image() string { return f.image }

// An image of other files is of no use.
func TestStaleImage(t *testing.T) {
	changed := ground(t, map[string]string{"mine.yaml": wordings}).(fstest.MapFS)
	set, err := rule.Load(folder{changed, rules.FS.Image()})
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Rules) != 0 || len(set.Defs) != 3 {
		t.Errorf("%d rules and %d names of an image of other files", len(set.Rules), len(set.Defs))
	}
}

// comparer compares values field by field, but for what is left out of images.
type comparer struct {
	seen        map[[2]any]bool
	values      int
	differences []string
}

func (c *comparer) compare(path string, a, b reflect.Value) {
	if len(c.differences) > 20 {
		return
	}
	c.values++
	differ := func(x, y any) {
		c.differences = append(c.differences, fmt.Sprintf("%s: %v, in the image %v", path, x, y))
	}
	switch a.Kind() {
	case reflect.Pointer:
		if a.IsNil() != b.IsNil() {
			differ(a.IsNil(), b.IsNil())
			return
		}
		key := [2]any{a.Pointer(), b.Pointer()}
		if a.IsNil() || c.seen[key] {
			return
		}
		c.seen[key] = true
		c.compare(path, a.Elem(), b.Elem())
	case reflect.Struct:
		for i := range a.NumField() {
			if f := a.Type().Field(i); f.Tag.Get("frozen") != "-" {
				c.compare(path+"."+f.Name, a.Field(i), b.Field(i))
			}
		}
	case reflect.Slice, reflect.Array:
		if a.Kind() == reflect.Slice && a.IsNil() != b.IsNil() || a.Len() != b.Len() {
			differ(a.Len(), b.Len())
			return
		}
		for i := range a.Len() {
			c.compare(fmt.Sprintf("%s[%d]", path, i), a.Index(i), b.Index(i))
		}
	case reflect.Map:
		if a.Len() != b.Len() {
			differ(a.Len(), b.Len())
			return
		}
		for _, k := range a.MapKeys() {
			if v := b.MapIndex(k); v.IsValid() {
				c.compare(fmt.Sprintf("%s[%v]", path, k), a.MapIndex(k), v)
			} else {
				differ(k, "nothing")
			}
		}
	case reflect.Func, reflect.Interface, reflect.Chan:
		differ(a.Kind(), "what cannot be compared")
	default:
		if !a.Equal(b) {
			differ(a, b)
		}
	}
}
