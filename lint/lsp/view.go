package lsp

import (
	"maps"
	"path/filepath"
	"strings"

	"github.com/yorisoi/yorisoi/lint/config"
)

// view is what the client has told so far: texts, folders, settings. It does not change; whoever holds one sees one state.
type view struct {
	docs    map[string]*document // by URI
	folders []folder
	// Settings of folders by URI, and under "" those that hold elsewhere.
	settings map[string]*preferences
	loaders  map[string]*config.Loader // by the rule files that settings name; as files lie on disk
}

// shownIn begins the names of the folders of files that we write only to show them.
const shownIn = "yorisoi-lsp-"

type folder struct{ uri, path string }

// clone is a copy of v that may be changed as long as nobody else has it.
func (v *view) clone() *view {
	w := *v
	w.docs, w.settings = maps.Clone(v.docs), maps.Clone(v.settings)
	return &w
}

// at is the document at a path.
func (v *view) at(path string) *document {
	for _, d := range v.docs {
		if d.file.Path == path && !views[scheme(d.uri)] {
			return d
		}
	}
	return nil
}

// uri is what the client calls the file at a path.
func (v *view) uri(path string) string {
	if d := v.at(path); d != nil {
		return d.uri
	}
	return uriOf(path)
}

// folder is the innermost workspace folder that holds a file, or the first of them, or none.
func (v *view) folder(path string) (f folder, ok bool) {
	best := -1
	for _, o := range v.folders {
		if depth, in := inside(path, o.path); in && depth > best {
			f, best = o, depth
		}
	}
	if best < 0 && len(v.folders) > 0 {
		return v.folders[0], true
	}
	return f, best >= 0
}

// home is the folder that documents without a place are taken to lie in.
func (v *view) home() string {
	if len(v.folders) > 0 {
		return v.folders[0].path
	}
	return "."
}

// prefers are the settings for a file.
func (v *view) prefers(path string) *preferences {
	if f, ok := v.folder(path); ok {
		if p := v.settings[f.uri]; p != nil {
			return p
		}
	}
	if p := v.settings[""]; p != nil {
		return p
	}
	return defaults()
}

// asInquiry reports whether a file is the inquiry beside some reply.
func (v *view) asInquiry(path string) bool {
	base := filepath.Base(path)
	before, after, ok := strings.Cut(v.prefers(path).InquiryFile, stem)
	dir, before := filepath.Split(filepath.FromSlash(before))
	after = filepath.FromSlash(after)
	if !ok || dir != "" && !strings.HasSuffix(filepath.Dir(path), filepath.Clean(dir)) {
		return false
	}
	return len(base) > len(before)+len(after) && strings.HasPrefix(base, before) && strings.HasSuffix(base, after) && before+after != ""
}

// stem stands for the name of a reply without its extension.
const stem = "{name}"

// inquiryPath is where the inquiry of a reply is looked for, or "".
func (v *view) inquiryPath(path string) string {
	pattern := v.prefers(path).InquiryFile
	if pattern == "" || v.asInquiry(path) {
		return ""
	}
	base := filepath.Base(path)
	name := filepath.FromSlash(strings.ReplaceAll(pattern, stem, strings.TrimSuffix(base, filepath.Ext(base))))
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(filepath.Dir(path), name)
}

// loader finds the configurations of the files under a folder.
func (v *view) loader(path string) *config.Loader { return v.loaders[v.prefers(path).rulesKey()] }
