import { n as UserError } from "./shared-model-errors.mjs";

// src/net/body.ts
/** The whole body. Throws `LIMIT_EXCEEDED` above `limitBytes`, `NETWORK` when it stops. */
async function readBytes(response, limitBytes) {
	if (Number(response.headers["content-length"] ?? 0) > limitBytes) {
		await response.discard();
		throw tooLarge(response.url, limitBytes);
	}
	const parts = [];
	let size = 0;
	for await (const part of response.body) {
		size += part.length;
		if (size > limitBytes) throw tooLarge(response.url, limitBytes);
		parts.push(part);
	}
	return Buffer.concat(parts);
}
function tooLarge(url, limitBytes) {
	return new UserError("LIMIT_EXCEEDED", `${url}: the answer is larger than ${limitBytes} bytes`);
}
/** The body as JSON; `NETWORK` when it is none. */
async function readJson(response, limitBytes) {
	const bytes = await readBytes(response, limitBytes);
	try {
		return JSON.parse(Buffer.from(bytes).toString("utf8"));
	} catch (cause) {
		throw new UserError("NETWORK", `${response.url}: the answer is no JSON`, { cause });
	}
}
/** Breaks after which a stream is given up. */
const mostBreaks = 8;
/**
* A body that goes on after a break. `open(offset)` asks for the bytes from `offset` on: status 206 starts there,
* 200 starts at zero (what was seen is skipped). Only for content that cannot change between two calls.
* A stream shorter than its announced length is a break too.
*/
async function* resumable(open) {
	let seen = 0;
	let total;
	for (let breaks = 0;;) {
		const response = await open(seen);
		let at = response.status === 206 ? startOf(response, seen) : 0;
		const length = response.headers["content-length"];
		if (length !== void 0) total = at + Number(length);
		try {
			for await (const chunk of response.body) {
				const start = at;
				at += chunk.length;
				if (at <= seen) continue;
				yield start < seen ? chunk.subarray(seen - start) : chunk;
				seen = at;
			}
			if (total === void 0 || seen >= total) return;
			throw new UserError("NETWORK", `${response.url}: stopped after ${seen} of ${total} bytes`);
		} catch (error) {
			if (!(error instanceof UserError) || error.code !== "NETWORK") throw error;
			breaks += 1;
			if (breaks > mostBreaks) {
				const of = total === void 0 ? "" : ` of ${total}`;
				throw new UserError("NETWORK", `${response.url}: stopped after ${seen}${of} bytes`, {
					hint: "Try again; a proxy on the way may cut long answers.",
					cause: error
				});
			}
		}
	}
}
/** Where a partial answer starts; `NETWORK` when it leaves a gap. */
function startOf(response, seen) {
	const range = /^bytes (\d+)-/.exec(response.headers["content-range"] ?? "");
	const start = range?.[1] === void 0 ? seen : Number(range[1]);
	if (start > seen) throw new UserError("NETWORK", `${response.url}: answers another range than asked for`);
	return start;
}

export { readJson as n, resumable as r, readBytes as t };