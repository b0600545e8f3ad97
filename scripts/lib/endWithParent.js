// Loaded ahead of a child process: when its parent goes, even by SIGKILL, the channel between them closes.
process.on('disconnect', () => process.exit(1))
process.channel?.unref()
