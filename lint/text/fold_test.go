package text_test

import (
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/text"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"ﾃﾞｷﾏｾﾝ":     "デキマセン",
		"か\u3099っこ":  "がっこ",
		"ＡＰＩ（ｖ２）：　！": "API(v2): !",
		"封筒は，要りません．３．５と１，０００です．": "封筒は、要りません。3.5と1,000です。",
		"ア．封筒":         "ア.封筒",
		"①㈱…\tﾊﾟ\r\nあ": "①㈱… パ\r\nあ",
		"\xffｱ":        "\xffア",
	} {
		got, m := text.Fold(in, nil)
		if got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
		if raw, exact := m.Raw(text.Span{End: len(got)}); raw.In(in) != in || !exact {
			t.Errorf("%q: the whole maps back to %q (exact %v)", in, raw.In(in), exact)
		}
	}
	in := "ご返金はﾃﾞｷﾏｾﾝ。"
	got, m := text.Fold(in, nil)
	i := strings.Index(got, "キマ")
	if raw, exact := m.Raw(text.Span{Start: i, End: i + len("キマ")}); raw.In(in) != "ｷﾏ" || !exact {
		t.Errorf("got %q %v", raw.In(in), exact)
	}
}

func TestFoldRunsOfHalfWidthKana(t *testing.T) {
	in := "ﾛｸﾞｲﾝ画面ﾃﾞﾊ"
	got, m := text.Fold(in, func(run string) string {
		if run == "ログイン" {
			return run
		}
		return "では"
	})
	if got != "ログイン画面では" {
		t.Errorf("got %q", got)
	}
	i := strings.Index(got, "で")
	if raw, exact := m.Raw(text.Span{Start: i, End: i + len("で")}); raw.In(in) != "ﾃﾞ" || !exact {
		t.Errorf("got %q %v", raw.In(in), exact)
	}
}
