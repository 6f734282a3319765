package lint

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/yorisoi/yorisoi/lint/lang"
)

// replaceFile puts data in the place of a file, all of it or nothing of it: whatever happens meanwhile, the file holds the old
// or the new. The mode of a file that is there stays, and a link stays a link.
func replaceFile(path string, data []byte) error {
	target, mode := path, fs.FileMode(0o644)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		target = real
	}
	info, err := os.Stat(target)
	switch {
	case err == nil && info.Mode().Perm()&0o200 == 0:
		return lang.Errorf("write-protected", path)
	case err == nil:
		mode = info.Mode().Perm()
	case !errors.Is(err, fs.ErrNotExist):
		return lang.FileError(path, err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(target), ".yorisoi-*.tmp")
	if err != nil {
		return lang.Errorf("cannot-write-file", path, err)
	}
	defer os.Remove(tmp.Name()) // gone if all goes well
	_, err = tmp.Write(data)
	err = errors.Join(err, tmp.Chmod(mode), tmp.Sync(), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), target)
	}
	if err != nil {
		return lang.Errorf("cannot-write-file", path, err)
	}
	return nil
}
