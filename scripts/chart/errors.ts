/** The command was not understood. */
export class UsageError extends Error {}

/** Something is not as the command needs it. */
export class CommandError extends Error {}
