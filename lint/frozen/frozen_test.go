package frozen_test

import (
	"errors"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/frozen"
)

type small struct {
	Kind uint8
	At   int32
	On   bool
	Wide [3]int64
}

type leaf struct {
	name string
	next *leaf
}

type all struct {
	Text     string
	none     []string
	empty    []string
	words    []string
	plain    []small
	nothing  []small
	flags    []bool
	one      small
	nested   [][]int
	grid     [2]string
	Leaf     *leaf
	again    *leaf
	absent   *leaf
	byName   map[string]*leaf
	byNumber map[int][]small
	unset    map[string]int
	list     frozen.Words
	pairs    frozen.Pairs
	re       *frozen.Regexp
	left     func() `frozen:"-"`
	last     string
}

func sample() *all {
	l := &leaf{name: "葉"}
	l.next = &leaf{name: "枝", next: l} // a circle
	a := &all{
		Text: "寄り添い", empty: []string{}, words: []string{"a", "", "寄り添い"}, plain: []small{{1, -2, true, [3]int64{1, 2, 3}}, {Kind: 255}},
		nothing: []small{}, flags: []bool{true, false, true}, one: small{At: 7}, nested: [][]int{nil, {}, {1, -1}}, grid: [2]string{"x", "y"},
		Leaf: l, again: l.next, byName: map[string]*leaf{"b": l, "a": l.next, "c": nil}, byNumber: map[int][]small{-1: {{Kind: 3}}, 2: nil}, last: "end", left: func() {},
	}
	for i := range 100 {
		a.list.Add(strings.Repeat("語", i%7+1) + string(rune('あ'+i)))
		a.pairs.Set(int32(i), int32(i*i), int32(i+1))
	}
	a.re, _ = frozen.CompileRegexp("^寄り(添い|そい)")
	return a
}

func freeze(t *testing.T, v any) string {
	t.Helper()
	img, err := frozen.Freeze(v, 1)
	if err != nil {
		t.Fatal(err)
	}
	return string(img)
}

func TestThaw(t *testing.T) {
	want := sample()
	want.re.MatchString("寄りそい")
	img := freeze(t, want)
	for shift := range 8 { // wherever the image lies
		var got all
		room := strings.Repeat(" ", shift) + img
		if err := frozen.Thaw(room[shift:], 1, &got); err != nil {
			t.Fatal(err)
		}
		if again := freeze(t, &got); again != img {
			t.Fatal("freezing what was thawed gives another image")
		}
		if got.Leaf.next.next != got.Leaf || got.again != got.Leaf.next || got.byName["b"] != got.Leaf {
			t.Error("what was one value has become two")
		}
		if got.left != nil || got.absent != nil || got.none != nil || got.empty == nil || got.nothing == nil || got.unset != nil || got.nested[0] != nil || got.nested[1] == nil {
			t.Error("nil and empty are not told apart")
		}
		for i := range 100 {
			if n := got.pairs.Get(int32(i), int32(i*i)); n != int32(i+1) || got.pairs.Get(int32(i), -1) != 0 {
				t.Fatal(i, n)
			}
		}
		if !got.re.MatchString("寄り添い") || got.re.MatchString("寄り道") {
			t.Error("the expression has changed")
		}
		// What lies in the image can be added to, and leaves the image as it was.
		n := got.list.Add("新しい語")
		got.pairs.Set(1, 1, 99)
		got.pairs.Set(-5, 8, 3)
		got.plain = append(got.plain, small{})
		if n != 101 || got.list.Find("新しい語") != n || got.list.Find("語あ") != 1 || got.pairs.Get(1, 1) != 99 || got.pairs.Get(-5, 8) != 3 {
			t.Error("what was added is not there")
		}
		var fresh all
		if err := frozen.Thaw(room[shift:], 1, &fresh); err != nil || fresh.list.Find("新しい語") != 0 || fresh.pairs.Get(1, 1) != 2 {
			t.Error("the image was written to", err)
		}
		got, fresh = all{}, all{}
		if err := frozen.Thaw(room[shift:], 1, &got); err != nil {
			t.Fatal(err)
		}
		got.re, got.list, got.pairs, fresh = nil, frozen.Words{}, frozen.Pairs{}, *sample()
		fresh.left, fresh.re, fresh.list, fresh.pairs = nil, nil, frozen.Words{}, frozen.Pairs{}
		if !reflect.DeepEqual(got, fresh) {
			t.Errorf("got %+v\nwant %+v", got, fresh)
		}
	}
}

// An image of other types, or of something made from something else, is refused.
func TestOther(t *testing.T) {
	img := freeze(t, &[]small{{Kind: 1}})
	for name, err := range map[string]error{
		"made from something else": frozen.Thaw(img, 2, &[]small{}),
		"another type":             frozen.Thaw(img, 1, &[]leaf{}),
		"a field of another name": frozen.Thaw(img, 1, &[]struct {
			Sort uint8
			At   int32
			On   bool
			Wide [3]int64
		}{}),
		"a field more": frozen.Thaw(img, 1, &[]struct {
			Kind uint8
			At   int32
			On   bool
			Wide [3]int64
			More bool
		}{}),
		"no image": frozen.Thaw("frozen", 1, &[]small{}),
		"nothing":  frozen.Thaw("", 1, &[]small{}),
	} {
		if !errors.Is(err, frozen.ErrOther) {
			t.Error(name, err)
		}
	}
	if err := frozen.Thaw(img, 1, &[]small{}); err != nil {
		t.Error(err)
	}
}

// What cannot be kept is an error, not a loss.
func TestRefused(t *testing.T) {
	for _, v := range []any{&struct{ F func() }{}, &struct{ E error }{}, &struct{ C map[string]chan int }{}} {
		if _, err := frozen.Freeze(v, 0); err == nil {
			t.Errorf("%T was kept", v)
		}
	}
}

// What a match cannot do without is found for all kinds of expressions, and never keeps a match from being found.
func FuzzRegexp(f *testing.F) {
	for _, s := range []string{
		"返金(です|ます)。?$", "^(a|b)+c{2,3}", "(?i)abc", "(?i)[xyz]k", "[あ-お]い", "x*", "a|", "(?:お|ご)?(返金|返品)は[^。]{0,10}", `\bfoo\b|bar`, "[^a]", "(a(b|c)?)+", ".{3}日",
	} {
		f.Add(s, "お返金はできます。")
		f.Add(s, "xxabccABCKfoo barー日")
	}
	f.Fuzz(func(t *testing.T, source, text string) {
		re, err := frozen.CompileRegexp(source)
		if err != nil {
			return
		}
		var kept *frozen.Regexp
		if err := frozen.Thaw(freeze(t, &re), 1, &kept); err != nil {
			t.Fatal(err)
		}
		other, err := frozen.CompileRegexp("^[^か]い|日$")
		if err != nil {
			t.Fatal(err)
		}
		both, err := frozen.OneOf([]*frozen.Regexp{other, kept})
		if err != nil {
			return
		}
		for _, r := range []*frozen.Regexp{re, kept, both} {
			want := regexp.MustCompile(r.String())
			if r.MatchString(text) != want.MatchString(text) || r.FindString(text) != want.FindString(text) ||
				!reflect.DeepEqual(r.FindStringIndex(text), want.FindStringIndex(text)) ||
				!reflect.DeepEqual(r.FindStringSubmatchIndex(text), want.FindStringSubmatchIndex(text)) ||
				!reflect.DeepEqual(r.FindAllStringIndex(text, -1), want.FindAllStringIndex(text, -1)) ||
				!reflect.DeepEqual(r.FindAllStringSubmatchIndex(text, -1), want.FindAllStringSubmatchIndex(text, -1)) {
				head, tail, needs := r.Demands()
				t.Errorf("%q in %q: begins %q, ends %q, needs %q", source, text, head, tail, needs)
			}
		}
	})
}
