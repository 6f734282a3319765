-- init.lua
vim.api.nvim_create_autocmd("FileType", {
  pattern = { "text", "markdown", "yaml" },
  callback = function(args)
    local config = {
      name = "yorisoi",
      cmd = { "yorisoi", "lsp" },
      root_dir = vim.fn.getcwd(),
      settings = { yorisoi = { completion = false } },
    }
    if vim.lsp.start then -- Neovim 0.8 and later
      vim.lsp.start(config)
    else
      vim.lsp.buf_attach_client(args.buf, vim.lsp.start_client(config))
    end
  end,
})
