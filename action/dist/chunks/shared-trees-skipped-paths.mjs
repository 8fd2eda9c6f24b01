import { t as compileGlobs } from "./shared-trees-automaton.mjs";

// src/trees/skipped-paths.ts
/** Compiles globs from the root; throws UserError USAGE for a malformed one. */
function createSkippedPaths(globs) {
	const automaton = compileGlobs(globs.map((glob) => [glob]));
	const globOf = (path) => {
		if (globs.length === 0) return void 0;
		let state = automaton.start;
		for (const name of path.split("/")) {
			if (!state.isLive) return void 0;
			state = automaton.step(state, name);
			const [first] = state.accepts;
			if (first !== void 0) return globs[first];
		}
	};
	return {
		globs,
		globOf,
		matches: (path) => globOf(path) !== void 0
	};
}

export { createSkippedPaths as t };