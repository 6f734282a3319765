" ~/.vimrc: :make checks the file, :copen lists what was found
autocmd FileType text,markdown setlocal
  \ makeprg=yorisoi\ check\ --format\ unix\ --columns\ byte\ %:S
  \ errorformat=%f:%l:%c:%e:%k:\ %t%*[a-z]:\ %m
