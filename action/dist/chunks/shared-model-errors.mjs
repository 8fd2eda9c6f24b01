// src/model/errors.ts
/** The user's side is at fault (input, permission, an unreachable registry). No stack is shown. */
var UserError = class extends Error {
	code;
	hint;
	constructor(code, message, details = {}) {
		super(message, details.cause === void 0 ? void 0 : { cause: details.cause });
		this.name = "UserError";
		this.code = code;
		this.hint = details.hint;
	}
};
/** The scanned thing is damaged or of a kind that is not supported. `where` is a file, offset or line. */
var ScanError = class extends Error {
	code;
	where;
	hint;
	constructor(code, where, message, details = {}) {
		super(`${where}: ${message}`, details.cause === void 0 ? void 0 : { cause: details.cause });
		this.name = "ScanError";
		this.code = code;
		this.where = where;
		this.hint = details.hint;
	}
};
/** The exit code that an error's code means; 3 for a code that is none of ours. */
function exitCodeOfCode(code) {
	switch (code) {
		case "USAGE":
		case "POLICY_INVALID": return 2;
		case "DATABASE_MISSING":
		case "DATABASE_STALE": return 4;
		default: return 3;
	}
}
/** The exit code of an error; 3 for what is none of ours, since then a target was not wholly scanned. */
function exitCodeOf(error) {
	if (!(error instanceof UserError || error instanceof ScanError)) return 3;
	return exitCodeOfCode(error.code);
}

export { exitCodeOfCode as i, UserError as n, exitCodeOf as r, ScanError as t };