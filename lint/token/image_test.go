package token

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"github.com/ikawaha/kagome-dict/dict"
	"github.com/ikawaha/kagome-dict/ipa"
	"github.com/ikawaha/kagome/v2/tokenizer"
)

// stock is kagome as it comes, with its own dictionary.
var stock = sync.OnceValues(func() (*dict.Dict, *tokenizer.Tokenizer) {
	d := ipa.Dict()
	k, err := tokenizer.New(d, tokenizer.OmitBosEos())
	if err != nil {
		panic(err)
	}
	return d, k
})

// The committed image must be what cmd/mkdict writes today from the dictionary in go.mod.
func TestImageIsUpToDate(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a command")
	}
	out := filepath.Join(t.TempDir(), "ipa.img")
	cmd := exec.Command("go", "run", "../../cmd/mkdict", "-o", out)
	if b, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != ipaImage {
		t.Error("ipa.img is not what go generate ./lint/token writes; run it and commit the result")
	}
	if want := checksum(ipaImage); !strings.HasPrefix(ipaImage[8:16], string([]byte{byte(want), byte(want >> 8)})) {
		t.Error("the checksum in the image is not that of the image")
	}
}

// Every record of the dictionary must read the same from the image as from the stock dictionary.
func TestImageHoldsEveryMorph(t *testing.T) {
	d, _ := stock()
	im, err := openImage(ipaImage)
	if err != nil {
		t.Fatal(err)
	}
	if len(im.dict.Morphs) != len(d.Morphs) || len(im.dict.Index.Da) != len(d.Index.Da) {
		t.Fatalf("sizes differ")
	}
	surface := surfaces(d)
	for i := range d.Morphs {
		var pos []string
		for _, p := range d.POSTable.POSs[i] {
			pos = append(pos, d.POSTable.NameList[p])
		}
		tag := im.tag(true, i)
		got := []string{im.names[tag[2]], im.names[tag[3]], im.names[tag[4]], im.base(i, surface[i])}
		want := []string{strings.Join(pos, ","), d.Contents[i][0], d.Contents[i][1], d.Contents[i][2]}
		if d.Morphs[i] != im.dict.Morphs[i] || strings.Join(got, "|") != strings.Join(want, "|") {
			t.Fatalf("morph %d: got %v, want %v", i, got, want)
		}
	}
}

// A misaligned image is copied, an aligned one is not, and both read the same.
func TestMisalignedImage(t *testing.T) {
	a := aligned(ipaImage)
	for shift := range 8 {
		b := make([]byte, len(ipaImage)+16)
		start := int(-uintptr(unsafe.Pointer(&b[0]))%8) + shift
		copy(b[start:], ipaImage)
		s := unsafe.String(&b[start], len(ipaImage))
		im, err := openImage(s)
		if err != nil {
			t.Fatal(err)
		}
		inPlace := unsafe.StringData(im.version) == unsafe.StringData(s[len(s)-len(im.version):])
		if inPlace != (shift == 0) {
			t.Errorf("shift %d: read in place: %v", shift, inPlace)
		}
	}
	if a != ipaImage {
		t.Error("the aligned copy differs")
	}
}

func TestBrokenImage(t *testing.T) {
	for name, s := range map[string]string{
		"empty": "", "short": ipaImage[:100], "other magic": "x" + ipaImage[1:], "cut": ipaImage[:len(ipaImage)/2],
	} {
		if _, err := openImage(s); err == nil {
			t.Errorf("%s: opened without an error", name)
		}
	}
}

func compare(t *testing.T, mine *Tokenizer, s string) {
	t.Helper()
	_, k := stock()
	want := k.Tokenize(s)
	got := mine.kago.Tokenize(s)
	if len(got) != len(want) {
		t.Fatalf("%q: %d tokens, want %d", s, len(got), len(want))
	}
	for i, w := range want {
		g := got[i]
		if g.ID != w.ID || g.Class != w.Class || g.Surface != w.Surface || g.Position != w.Position || g.Start != w.Start || g.End != w.End {
			t.Fatalf("%q: token %d is %+v, want %+v", s, i, g, w)
		}
		f := w.Features()
		tag := mine.image.tag(w.Class == tokenizer.KNOWN, w.ID)
		have := mine.image.names[tag[2]] + "," + mine.image.names[tag[3]] + "," + mine.image.names[tag[4]]
		if have != strings.Join(f[:6], ",") {
			t.Fatalf("%q: token %d has features %s, want %v", s, i, have, f)
		}
		if base, ok := w.BaseForm(); w.Class == tokenizer.KNOWN && ok && base != mine.image.base(w.ID, w.Surface) {
			t.Fatalf("%q: token %d has base %q, want %q", s, i, mine.image.base(w.ID, w.Surface), base)
		}
	}
}

// The tokenizer must find the same words on the image as on the stock dictionary.
func TestSameTokensAsStock(t *testing.T) {
	mine, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range corpusLines(t) {
		compare(t, mine, line)
	}
	r := rand.New(rand.NewPCG(1, 2))
	pool := []rune("あいうえおかきくけこさしすせそ的設定変更返金様御申訳出来兼ねるアイウルトキャッシュＡＢabc019%（）「」。、・☎😀が\u3099ﾃﾞｷﾏｾﾝ\u3013 \t\n")
	for range 3000 {
		n := 1 + r.IntN(40)
		s := make([]rune, n)
		for i := range s {
			s[i] = pool[r.IntN(len(pool))]
		}
		compare(t, mine, string(s))
	}
}

func FuzzSameTokensAsStock(f *testing.F) {
	mine, err := New(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add("お受けいたしかねます。")
	f.Add("API(v2)を\x80お使い\ufffdください")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) < 2000 {
			compare(t, mine, s)
		}
	})
}

// corpusLines are the lines of the labelled replies.
func corpusLines(t *testing.T) (lines []string) {
	files, err := filepath.Glob("../../testdata/replies/*/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.Split(string(b), "\n")...)
	}
	return lines
}
