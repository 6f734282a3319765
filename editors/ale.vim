" vimrc, with ALE: it reads columns as bytes, whatever a server says
call ale#linter#Define('text', {
\   'name': 'yorisoi',
\   'lsp': 'stdio',
\   'executable': 'yorisoi',
\   'command': '%e lsp --position-encoding utf-8',
\   'project_root': {buffer -> fnamemodify(bufname(buffer), ':p:h')},
\})
let g:ale_linters = {'text': ['yorisoi']}
