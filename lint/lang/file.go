package lang

import (
	"errors"
	"io/fs"
)

// FileError says why the file at path cannot be read.
func FileError(path string, err error) *Error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Errorf("file-missing", path)
	case errors.Is(err, fs.ErrPermission):
		return Errorf("file-forbidden", path)
	}
	return Errorf("cannot-read", path, err)
}
