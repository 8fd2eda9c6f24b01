import { t as readBytes } from "./shared-net-body.mjs";

// src/azure/pipeline-http.ts
const answerLimitBytes = 4194304;
function headersOf(values) {
	const map = new Map(Object.entries(values));
	return {
		get: (name) => map.get(name.toLowerCase()),
		has: (name) => map.has(name.toLowerCase()),
		set: (name, value) => void map.set(name.toLowerCase(), String(value)),
		delete: (name) => void map.delete(name.toLowerCase()),
		toJSON: () => Object.fromEntries(map),
		[Symbol.iterator]: () => map.entries()
	};
}
function methodOf({ method }) {
	if (method === "GET" || method === "POST" || method === "PUT" || method === "DELETE") return method;
	throw new Error(`${method} is not expected here`);
}
/** Ends with the request's own signal or time limit; undefined where it has neither. */
function signalOf({ abortSignal, timeout }) {
	const signals = [];
	if (abortSignal instanceof AbortSignal) signals.push(abortSignal);
	if (timeout > 0) signals.push(AbortSignal.timeout(timeout));
	return signals.length > 1 ? AbortSignal.any(signals) : signals[0];
}
/** Sends one request of an SDK's pipeline. Throws as `http.request` does, and `LIMIT_EXCEEDED` above 4 MiB. */
async function sendPipelineRequest(http, request) {
	const { url, body } = request;
	const method = methodOf(request);
	if (body !== void 0 && body !== null && typeof body !== "string") throw new Error("a body that is no text is not expected here");
	const headers = {};
	for (const [name, value] of request.headers) headers[name.toLowerCase()] = value;
	delete headers["content-length"];
	const signal = signalOf(request);
	const response = await http.request(url, {
		method,
		headers,
		...typeof body === "string" ? { body } : {},
		...signal === void 0 ? {} : { signal }
	});
	const bytes = await readBytes(response, answerLimitBytes);
	return {
		request,
		status: response.status,
		headers: headersOf(response.headers),
		bodyAsText: Buffer.from(bytes).toString("utf8")
	};
}

export { sendPipelineRequest as t };