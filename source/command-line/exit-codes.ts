/** What the program tells whoever started it when it ends. */
export const exitCodes = {
	done: 0, failed: 1, usage: 2, SIGHUP: 129, SIGINT: 130, SIGTERM: 143,
} as const;
