" Opens a draft, waits for ALE's list, mends it, and writes what came as JSON.
set nocompatible hidden
filetype plugin on
let g:ale_lint_delay = 50
let g:ale_set_balloons = 0
let g:ale_cursor_detail = 0
runtime! plugin/ale.vim
execute 'source' $CONFIG
let s:out = {}
function! Found() abort
  return map(copy(ale#engine#GetLoclist(bufnr(''))), {_, d -> {'line': d.lnum - 1, 'from': d.col - 1, 'to': get(d, 'end_col', 0), 'code': get(d, 'code', ''), 'type': d.type, 'message': d.text}})
endfunction
function! Wait(ok) abort
  let l:tries = 0
  while !a:ok() && l:tries < 200
    sleep 100m
    let l:tries += 1
  endwhile
endfunction
execute 'edit' $DRAFT
set filetype=text
ALELint
call Wait({-> !empty(Found())})
let s:out.found = Found()
call append(line('$'), '代わりに交換を承ります。')
ALELint
call Wait({-> empty(Found())})
let s:out.mended = Found()
call writefile([json_encode(s:out)], $OUT)
qall!
