import { t as sqliteError } from "./shared-runtime-sqlite-engine.mjs";
import { pathToFileURL } from "node:url";

// src/runtime/sqlite-native.ts
let loaded;
/** Loads the module without its «experimental» warning, which releases before 24.15 print into the user's log. */
function load() {
	loaded ??= (async () => {
		const emit = process.emitWarning.bind(process);
		process.emitWarning = (warning, ...rest) => {
			if (!(typeof warning === "string" ? warning : warning.message).includes("SQLite is an experimental feature")) Reflect.apply(emit, void 0, [warning, ...rest]);
		};
		try {
			return await import("node:sqlite");
		} finally {
			process.emitWarning = emit;
		}
	})();
	return loaded;
}
const nativeSqlite = {
	async warmUp() {
		await load();
	},
	async openFile(path, where) {
		const { DatabaseSync } = await load();
		const url = pathToFileURL(path);
		url.searchParams.set("immutable", "1");
		url.searchParams.set("mode", "ro");
		try {
			return wrap(new DatabaseSync(url.href, { readOnly: true }), where);
		} catch (error) {
			throw sqliteError(where, error);
		}
	},
	async createFile(path, where) {
		const { DatabaseSync } = await load();
		try {
			const database = wrap(new DatabaseSync(path), where);
			database.exec("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF");
			return database;
		} catch (error) {
			throw sqliteError(where, error);
		}
	}
};
function wrap(database, where) {
	const guard = (call) => {
		try {
			return call();
		} catch (error) {
			throw sqliteError(where, error);
		}
	};
	return {
		exec: (sql) => guard(() => database.exec(sql)),
		prepare(sql) {
			const statement = guard(() => database.prepare(sql));
			return {
				get: (...parameters) => guard(() => statement.get(...parameters)),
				all: (...parameters) => guard(() => statement.all(...parameters)),
				*iterate(...parameters) {
					try {
						yield* statement.iterate(...parameters);
					} catch (error) {
						throw sqliteError(where, error);
					}
				},
				run: (...parameters) => {
					guard(() => statement.run(...parameters));
				}
			};
		},
		async close() {
			database.close();
		}
	};
}

export { nativeSqlite };