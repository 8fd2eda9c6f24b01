import { t as ScanError } from "./shared-model-errors.mjs";

// src/runtime/sqlite-engine.ts
/** Turns whatever an engine throws into the one error of this port. */
function sqliteError(where, cause) {
	if (cause instanceof ScanError) return cause;
	const text = cause instanceof Error ? cause.message : String(cause);
	return new ScanError("TARGET_DAMAGED", where, `SQLite cannot read it: ${text}`, { cause });
}

export { sqliteError as t };