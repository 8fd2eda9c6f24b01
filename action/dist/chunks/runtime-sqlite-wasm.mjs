import { i as __toESM } from "./runtime.mjs";
import { t as ScanError } from "./shared-model-errors.mjs";
import { t as sqliteError } from "./shared-runtime-sqlite-engine.mjs";
import { createRequire } from "node:module";
import { readFile, stat, writeFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";

// src/runtime/sqlite-wasm.ts
/** Above it a file is refused: WebAssembly's memory ends at 2 GiB, and it holds the file once. */
const largestBytes = 1024 ** 3;
/** sql.js wants a mutable array, and no undefined. */
const bindable = (parameters) => parameters.map((value) => typeof value === "bigint" ? Number(value) : value);
let loaded;
/** Where the WebAssembly may lie: beside the bundle, beside the bundle's folder of chunks, in node_modules. */
async function wasmBinary() {
	const places = [
		() => new URL("./sql-wasm.wasm", import.meta.url),
		() => new URL("../sql-wasm.wasm", import.meta.url),
		() => createRequire(import.meta.url).resolve("sql.js/dist/sql-wasm.wasm")
	];
	for (const place of places) try {
		const bytes = await readFile(place());
		return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
	} catch {}
	throw new ScanError("TARGET_UNREADABLE", "sql-wasm.wasm", "this file of the program is missing", { hint: "Install Portcullis again, or run it with Node 24, which needs no such file." });
}
function load() {
	loaded ??= (async () => {
		const [{ default: initSqlJs }, binary] = await Promise.all([import("./sql.mjs").then((m) => /* @__PURE__ */ __toESM(m.default, 1)), wasmBinary()]);
		setFlagsFromString("--liftoff-only");
		try {
			return await initSqlJs({ wasmBinary: binary });
		} finally {
			setFlagsFromString("--no-liftoff-only");
		}
	})();
	return loaded;
}
/** Functions of WebAssembly are compiled when they are first called: these reach what look-ups need. */
const rehearsal = `CREATE TABLE t (a TEXT, n INTEGER, body TEXT, PRIMARY KEY (a, n)) WITHOUT ROWID;
  INSERT INTO t VALUES ('a', 1, 'x');
  SELECT group_concat(n || ' ' || body, char(10)) FROM (SELECT n, body FROM t WHERE a = 'a' ORDER BY n)`;
const wasmSqlite = {
	async warmUp() {
		const { Database } = await load();
		const database = new Database();
		database.exec(rehearsal);
		database.close();
	},
	async openFile(path, where) {
		const { Database } = await load();
		try {
			const { size } = await stat(path);
			if (size > largestBytes) throw new ScanError("LIMIT_EXCEEDED", where, `the database is larger than ${largestBytes} bytes`, { hint: "Run with Node 24, which reads it from the file." });
			const bytes = await readFile(path);
			if (bytes[18] === 2 && bytes[19] === 2) {
				bytes[18] = 1;
				bytes[19] = 1;
			}
			return wrap(new Database(bytes), where);
		} catch (error) {
			throw sqliteError(where, error);
		}
	},
	async createFile(path, where) {
		const { Database } = await load();
		return wrap(new Database(), where, path);
	}
};
/** `path`: where the database is written to when it is closed. */
function wrap(database, where, path) {
	const guard = (call) => {
		try {
			return call();
		} catch (error) {
			throw sqliteError(where, error);
		}
	};
	return {
		exec: (sql) => {
			guard(() => database.exec(sql));
		},
		prepare(sql) {
			const statement = guard(() => database.prepare(sql));
			const rows = function* (parameters) {
				try {
					statement.bind(bindable(parameters));
					while (statement.step()) yield statement.getAsObject();
				} catch (error) {
					throw sqliteError(where, error);
				} finally {
					statement.reset();
				}
			};
			return {
				get: (...parameters) => {
					for (const row of rows(parameters)) return row;
				},
				all: (...parameters) => [...rows(parameters)],
				iterate: (...parameters) => rows(parameters),
				run: (...parameters) => guard(() => statement.run(bindable(parameters)))
			};
		},
		async close() {
			if (path !== void 0) await writeFile(path, database.export());
			database.close();
		}
	};
}

export { wasmSqlite };