/**
A mistake that the user can mend. Its message is shown as it is, without a stack trace, and says
what was expected, then what came, then what to do.
*/
export abstract class UserError extends Error {
	abstract override readonly name: string;
}

/** A flag, value or combination of settings that cannot be run. */
export class ConfigError extends UserError {
	readonly name = 'ConfigError';
}

/** Training data that is missing, unreadable or of no use. */
export class DatasetError extends UserError {
	readonly name = 'DatasetError';
}

/** A file among the training data that is no text: of a folder, the others can be used. */
export class NotTextError extends DatasetError {}

/** A saved run or a file of it that is missing, damaged, in use or not what it should be. */
export class CheckpointError extends UserError {
	readonly name = 'CheckpointError';
}

/** Cards of a lesson that are missing or cannot be read. */
export class LessonError extends UserError {
	readonly name = 'LessonError';
}

/** A file or program whose events cannot be read. */
export class SourceError extends UserError {
	readonly name = 'SourceError';
}

/** An engine outside of this program that cannot be had, or has ended. */
export class EngineError extends UserError {
	readonly name = 'EngineError';
}
