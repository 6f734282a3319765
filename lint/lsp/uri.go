package lsp

import (
	"net/url"
	"path"
	"path/filepath"
	"strings"
)

// pathOf is the path in the file system that a URI of the scheme file names. Other schemes have none; what stands for it is
// their path, if any.
func pathOf(uri string) (p string, isFile bool) {
	u, err := url.Parse(uri)
	if err != nil { // an editor may send a bare path
		return filepath.FromSlash(uri), false
	}
	if u.Scheme != "file" {
		if u.Opaque != "" { // untitled:Untitled-1
			name, err := url.PathUnescape(u.Opaque)
			if err != nil {
				name = u.Opaque
			}
			return filepath.FromSlash(name), false
		}
		return filepath.FromSlash(drive(u.Path)), false
	}
	p = drive(u.Path)
	if u.Host != "" && u.Host != "localhost" { // \\server\share
		p = "//" + u.Host + p
	}
	return filepath.FromSlash(p), true
}

// drive drops the slash before the letter of a drive: /c:/x.
func drive(p string) string {
	if len(p) >= 3 && p[0] == '/' && p[2] == ':' && ('a' <= p[1]|0x20 && p[1]|0x20 <= 'z') {
		return p[1:]
	}
	return p
}

// uriOf is the URI of a file.
func uriOf(file string) string {
	p := filepath.ToSlash(file)
	if host, rest, ok := strings.Cut(strings.TrimPrefix(p, "//"), "/"); ok && strings.HasPrefix(p, "//") {
		return (&url.URL{Scheme: "file", Host: host, Path: "/" + rest}).String()
	}
	if !strings.HasPrefix(p, "/") {
		p = "/" + p
	}
	return (&url.URL{Scheme: "file", Path: p}).String()
}

// scheme is that of a URI.
func scheme(uri string) string {
	s, _, _ := strings.Cut(uri, ":")
	return strings.ToLower(s)
}

// inside reports whether file lies in folder, and how deep the folder is.
func inside(file, folder string) (depth int, ok bool) {
	rel, err := filepath.Rel(folder, file)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return 0, false
	}
	return strings.Count(path.Clean(filepath.ToSlash(folder)), "/"), true
}
