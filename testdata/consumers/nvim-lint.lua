-- with nvim-lint
require('lint').linters.yorisoi = {
  cmd = 'yorisoi',
  args = { 'check', '--format', 'json', '--stdin-filename', function() return vim.api.nvim_buf_get_name(0) end, '-' },
  stdin = true,
  ignore_exitcode = true,
  parser = function(output)
    local severity = { error = vim.diagnostic.severity.ERROR, warning = vim.diagnostic.severity.WARN, info = vim.diagnostic.severity.INFO }
    return vim.tbl_map(function(f)
      return {
        lnum = f.start.line - 1, col = f.start.byteColumn - 1,
        end_lnum = f['end'].line - 1, end_col = f['end'].byteColumn - 1,
        severity = severity[f.level], message = f.message, code = f.rule, source = 'yorisoi',
      }
    end, vim.json.decode(output).findings)
  end,
}
require('lint').linters_by_ft = { text = { 'yorisoi' }, markdown = { 'yorisoi' } }
vim.api.nvim_create_autocmd({ 'BufReadPost', 'BufWritePost' }, { callback = function() require('lint').try_lint() end })
