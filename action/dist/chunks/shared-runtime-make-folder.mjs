import { t as ScanError } from "./shared-model-errors.mjs";
import { randomUUID } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import { mkdir, rm, stat, writeFile } from "node:fs/promises";

// src/runtime/sqlite.ts
/** Node's own SQLite on Node 24 and later, else sql.js. */
async function sqliteEngine() {
	return Number(process.versions.node.split(".")[0]) >= 24 ? (await import("./runtime-sqlite-native.mjs")).nativeSqlite : (await import("./runtime-sqlite-wasm.mjs")).wasmSqlite;
}
/** Loads the engine and lets it run once, so that the first statement of a run does not wait for WebAssembly. */
async function warmUpSqlite() {
	await (await sqliteEngine()).warmUp();
}
/**
* Opens a database to read. Throws a ScanError (`TARGET_DAMAGED`) where it is none; damage deeper in the file shows
* in the statement that meets it.
* @param where names the database in errors, when the path is not what the user knows it by
*/
async function openSqlite(source, runtime, where) {
	const engine = await sqliteEngine();
	if ("path" in source) return openChecked(engine, source.path, where ?? source.path);
	const path = join(runtime.temporaryFolder, `portcullis-${randomUUID()}.sqlite`);
	await writeFile(path, source.bytes, {
		mode: 384,
		flag: "wx"
	});
	try {
		const database = await openChecked(engine, path, where ?? "a database in memory");
		return {
			exec: (sql) => database.exec(sql),
			prepare: (sql) => database.prepare(sql),
			async close() {
				await database.close();
				await rm(path, { force: true });
			}
		};
	} catch (error) {
		await rm(path, { force: true });
		throw error;
	}
}
/**
* Creates a database in a new file, without journal: it is complete after `close`, so write beside the final name
* and rename. Throws a ScanError (`OUTPUT_UNWRITABLE`) where the path cannot be written.
*/
async function createSqlite(path) {
	try {
		await writeFile(path, "", {
			mode: 420,
			flag: "wx"
		});
	} catch (cause) {
		throw new ScanError("OUTPUT_UNWRITABLE", path, "the database file cannot be created", {
			cause,
			hint: "Choose a folder that can be written to, and a name that is not taken."
		});
	}
	return (await sqliteEngine()).createFile(path, path);
}
async function openChecked(engine, path, where) {
	const database = await engine.openFile(path, where);
	try {
		database.exec("PRAGMA trusted_schema = OFF");
		database.prepare("SELECT count(*) AS tables FROM sqlite_master").get();
		return database;
	} catch (error) {
		await database.close();
		throw error;
	}
}

// src/runtime/make-folder.ts
function hasCode(error, code) {
	return error instanceof Error && "code" in error && error.code === code;
}
/** Throws the system's error where one of the folders can be neither found nor made. */
async function makeFolder(path) {
	const missing = [];
	for (let folder = resolve(path);; folder = dirname(folder)) {
		if (await stat(folder).catch((error) => {
			if (!hasCode(error, "ENOENT")) throw error;
		}) !== void 0) break;
		missing.unshift(folder);
		if (dirname(folder) === folder) break;
	}
	for (const folder of missing) await mkdir(folder).catch((error) => {
		if (!hasCode(error, "EEXIST")) throw error;
	});
}

export { warmUpSqlite as i, createSqlite as n, openSqlite as r, makeFolder as t };