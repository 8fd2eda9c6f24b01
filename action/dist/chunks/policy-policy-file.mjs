import { i as __toESM } from "./runtime.mjs";
import { i as coverageNames, n as longestPolicyBytes, t as defaultPolicy } from "./shared-model-coverage.mjs";
import { n as UserError } from "./shared-model-errors.mjs";
import { t as nearest } from "./shared-model-nearest.mjs";

// src/policy/policy-check.generated.mjs
var policy_check_generated_default = validate10;
const schema11 = {
	"$schema": "http://json-schema.org/draft-07/schema#",
	"title": "Portcullis policy",
	"description": "What closes the gate: the file .portcullis.yml. Everything in it is optional; the command line wins over it.",
	"type": "object",
	"additionalProperties": false,
	"properties": {
		"failOn": {
			"description": "The severity from which a finding closes the gate; none: no finding closes it.",
			"enum": [
				"critical",
				"high",
				"medium",
				"low",
				"none"
			],
			"default": "high"
		},
		"ignoreUnfixed": {
			"description": "Whether vulnerabilities without a known fix are spared. They are reported and counted all the same.",
			"type": "boolean",
			"default": true
		},
		"unknownAs": {
			"description": "The severity that a finding of unknown severity is judged as.",
			"enum": [
				"critical",
				"high",
				"medium",
				"low",
				"info"
			],
			"default": "medium"
		},
		"exceptions": {
			"description": "Findings that do not close the gate, each with a reason, an owner and a last day.",
			"type": "array",
			"maxItems": 1e4,
			"items": {
				"type": "object",
				"additionalProperties": false,
				"required": [
					"id",
					"reason",
					"owner",
					"expires"
				],
				"properties": {
					"id": {
						"description": "The finding's id or one of its aliases; upper and lower case are the same.",
						"type": "string",
						"pattern": "^[A-Za-z0-9][A-Za-z0-9._:/@+-]*$",
						"maxLength": 200
					},
					"reason": {
						"type": "string",
						"pattern": "\\S",
						"maxLength": 1e3
					},
					"owner": {
						"type": "string",
						"pattern": "\\S",
						"maxLength": 200
					},
					"expires": {
						"description": "The last day on which it holds, in UTC: 2027-01-31.",
						"type": "string",
						"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
					},
					"package": {
						"description": "Only for this package: the name as reported, or that of one of its binary packages.",
						"type": "string",
						"pattern": "\\S",
						"maxLength": 500
					},
					"target": {
						"description": "Only for targets whose reference (as it was written, with or without its scheme) matches; * stands for any text, ? for one character.",
						"type": "string",
						"pattern": "\\S",
						"maxLength": 500
					}
				}
			}
		},
		"database": {
			"type": "object",
			"additionalProperties": false,
			"properties": { "maxAge": {
				"description": "How old the advisories may be, counted from the time they were fetched: 7d, 36h. When set it also holds for a feeds folder.",
				"type": "string",
				"pattern": "^[1-9][0-9]{0,4}[dh]$",
				"default": "7d"
			} }
		},
		"coverage": {
			"description": "Gaps in what was scanned that are accepted, by name.",
			"type": "array",
			"maxItems": 1e3,
			"items": {
				"type": "object",
				"additionalProperties": false,
				"required": ["name", "reason"],
				"properties": {
					"name": {
						"description": "os-packages, feed:npm, layer:3, path:opt/vendor/* …: a coverage name; * stands for any text, ? for one character.",
						"type": "string",
						"pattern": "\\S",
						"maxLength": 500
					},
					"reason": {
						"type": "string",
						"pattern": "\\S",
						"maxLength": 1e3
					},
					"target": {
						"description": "As for exceptions.",
						"type": "string",
						"pattern": "\\S",
						"maxLength": 500
					}
				}
			}
		}
	}
};
const pattern0 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._:/@+-]*$", "u");
const pattern1 = new RegExp("\\S", "u");
const pattern3 = new RegExp("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "u");
const pattern6 = new RegExp("^[1-9][0-9]{0,4}[dh]$", "u");
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		for (const key0 in data) if (!(key0 === "failOn" || key0 === "ignoreUnfixed" || key0 === "unknownAs" || key0 === "exceptions" || key0 === "database" || key0 === "coverage")) {
			const err0 = {
				instancePath,
				schemaPath: "#/additionalProperties",
				keyword: "additionalProperties",
				params: { additionalProperty: key0 },
				message: "must NOT have additional properties",
				schema: false,
				parentSchema: schema11,
				data
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		if (data.failOn !== void 0) {
			let data0 = data.failOn;
			if (!(data0 === "critical" || data0 === "high" || data0 === "medium" || data0 === "low" || data0 === "none")) {
				const err1 = {
					instancePath: instancePath + "/failOn",
					schemaPath: "#/properties/failOn/enum",
					keyword: "enum",
					params: { allowedValues: schema11.properties.failOn.enum },
					message: "must be equal to one of the allowed values",
					schema: schema11.properties.failOn.enum,
					parentSchema: schema11.properties.failOn,
					data: data0
				};
				if (vErrors === null) vErrors = [err1];
				else vErrors.push(err1);
				errors++;
			}
		}
		if (data.ignoreUnfixed !== void 0) {
			let data1 = data.ignoreUnfixed;
			if (typeof data1 !== "boolean") {
				const err2 = {
					instancePath: instancePath + "/ignoreUnfixed",
					schemaPath: "#/properties/ignoreUnfixed/type",
					keyword: "type",
					params: { type: "boolean" },
					message: "must be boolean",
					schema: schema11.properties.ignoreUnfixed.type,
					parentSchema: schema11.properties.ignoreUnfixed,
					data: data1
				};
				if (vErrors === null) vErrors = [err2];
				else vErrors.push(err2);
				errors++;
			}
		}
		if (data.unknownAs !== void 0) {
			let data2 = data.unknownAs;
			if (!(data2 === "critical" || data2 === "high" || data2 === "medium" || data2 === "low" || data2 === "info")) {
				const err3 = {
					instancePath: instancePath + "/unknownAs",
					schemaPath: "#/properties/unknownAs/enum",
					keyword: "enum",
					params: { allowedValues: schema11.properties.unknownAs.enum },
					message: "must be equal to one of the allowed values",
					schema: schema11.properties.unknownAs.enum,
					parentSchema: schema11.properties.unknownAs,
					data: data2
				};
				if (vErrors === null) vErrors = [err3];
				else vErrors.push(err3);
				errors++;
			}
		}
		if (data.exceptions !== void 0) {
			let data3 = data.exceptions;
			if (Array.isArray(data3)) {
				if (data3.length > 1e4) {
					const err4 = {
						instancePath: instancePath + "/exceptions",
						schemaPath: "#/properties/exceptions/maxItems",
						keyword: "maxItems",
						params: { limit: 1e4 },
						message: "must NOT have more than 10000 items",
						schema: 1e4,
						parentSchema: schema11.properties.exceptions,
						data: data3
					};
					if (vErrors === null) vErrors = [err4];
					else vErrors.push(err4);
					errors++;
				}
				const len0 = data3.length;
				for (let i0 = 0; i0 < len0; i0++) {
					let data4 = data3[i0];
					if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
						if (data4.id === void 0) {
							const err5 = {
								instancePath: instancePath + "/exceptions/" + i0,
								schemaPath: "#/properties/exceptions/items/required",
								keyword: "required",
								params: { missingProperty: "id" },
								message: "must have required property 'id'",
								schema: schema11.properties.exceptions.items.required,
								parentSchema: schema11.properties.exceptions.items,
								data: data4
							};
							if (vErrors === null) vErrors = [err5];
							else vErrors.push(err5);
							errors++;
						}
						if (data4.reason === void 0) {
							const err6 = {
								instancePath: instancePath + "/exceptions/" + i0,
								schemaPath: "#/properties/exceptions/items/required",
								keyword: "required",
								params: { missingProperty: "reason" },
								message: "must have required property 'reason'",
								schema: schema11.properties.exceptions.items.required,
								parentSchema: schema11.properties.exceptions.items,
								data: data4
							};
							if (vErrors === null) vErrors = [err6];
							else vErrors.push(err6);
							errors++;
						}
						if (data4.owner === void 0) {
							const err7 = {
								instancePath: instancePath + "/exceptions/" + i0,
								schemaPath: "#/properties/exceptions/items/required",
								keyword: "required",
								params: { missingProperty: "owner" },
								message: "must have required property 'owner'",
								schema: schema11.properties.exceptions.items.required,
								parentSchema: schema11.properties.exceptions.items,
								data: data4
							};
							if (vErrors === null) vErrors = [err7];
							else vErrors.push(err7);
							errors++;
						}
						if (data4.expires === void 0) {
							const err8 = {
								instancePath: instancePath + "/exceptions/" + i0,
								schemaPath: "#/properties/exceptions/items/required",
								keyword: "required",
								params: { missingProperty: "expires" },
								message: "must have required property 'expires'",
								schema: schema11.properties.exceptions.items.required,
								parentSchema: schema11.properties.exceptions.items,
								data: data4
							};
							if (vErrors === null) vErrors = [err8];
							else vErrors.push(err8);
							errors++;
						}
						for (const key1 in data4) if (!(key1 === "id" || key1 === "reason" || key1 === "owner" || key1 === "expires" || key1 === "package" || key1 === "target")) {
							const err9 = {
								instancePath: instancePath + "/exceptions/" + i0,
								schemaPath: "#/properties/exceptions/items/additionalProperties",
								keyword: "additionalProperties",
								params: { additionalProperty: key1 },
								message: "must NOT have additional properties",
								schema: false,
								parentSchema: schema11.properties.exceptions.items,
								data: data4
							};
							if (vErrors === null) vErrors = [err9];
							else vErrors.push(err9);
							errors++;
						}
						if (data4.id !== void 0) {
							let data5 = data4.id;
							if (typeof data5 === "string") {
								if (data5.length > 200) {
									const err10 = {
										instancePath: instancePath + "/exceptions/" + i0 + "/id",
										schemaPath: "#/properties/exceptions/items/properties/id/maxLength",
										keyword: "maxLength",
										params: { limit: 200 },
										message: "must NOT have more than 200 characters",
										schema: 200,
										parentSchema: schema11.properties.exceptions.items.properties.id,
										data: data5
									};
									if (vErrors === null) vErrors = [err10];
									else vErrors.push(err10);
									errors++;
								}
								if (!pattern0.test(data5)) {
									const err11 = {
										instancePath: instancePath + "/exceptions/" + i0 + "/id",
										schemaPath: "#/properties/exceptions/items/properties/id/pattern",
										keyword: "pattern",
										params: { pattern: "^[A-Za-z0-9][A-Za-z0-9._:/@+-]*$" },
										message: "must match pattern \"^[A-Za-z0-9][A-Za-z0-9._:/@+-]*$\"",
										schema: "^[A-Za-z0-9][A-Za-z0-9._:/@+-]*$",
										parentSchema: schema11.properties.exceptions.items.properties.id,
										data: data5
									};
									if (vErrors === null) vErrors = [err11];
									else vErrors.push(err11);
									errors++;
								}
							} else {
								const err12 = {
									instancePath: instancePath + "/exceptions/" + i0 + "/id",
									schemaPath: "#/properties/exceptions/items/properties/id/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.exceptions.items.properties.id.type,
									parentSchema: schema11.properties.exceptions.items.properties.id,
									data: data5
								};
								if (vErrors === null) vErrors = [err12];
								else vErrors.push(err12);
								errors++;
							}
						}
						if (data4.reason !== void 0) {
							let data6 = data4.reason;
							if (typeof data6 === "string") {
								if (data6.length > 1e3) {
									const err13 = {
										instancePath: instancePath + "/exceptions/" + i0 + "/reason",
										schemaPath: "#/properties/exceptions/items/properties/reason/maxLength",
										keyword: "maxLength",
										params: { limit: 1e3 },
										message: "must NOT have more than 1000 characters",
										schema: 1e3,
										parentSchema: schema11.properties.exceptions.items.properties.reason,
										data: data6
									};
									if (vErrors === null) vErrors = [err13];
									else vErrors.push(err13);
									errors++;
								}
								if (!pattern1.test(data6)) {
									const err14 = {
										instancePath: instancePath + "/exceptions/" + i0 + "/reason",
										schemaPath: "#/properties/exceptions/items/properties/reason/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.exceptions.items.properties.reason,
										data: data6
									};
									if (vErrors === null) vErrors = [err14];
									else vErrors.push(err14);
									errors++;
								}
							} else {
								const err15 = {
									instancePath: instancePath + "/exceptions/" + i0 + "/reason",
									schemaPath: "#/properties/exceptions/items/properties/reason/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.exceptions.items.properties.reason.type,
									parentSchema: schema11.properties.exceptions.items.properties.reason,
									data: data6
								};
								if (vErrors === null) vErrors = [err15];
								else vErrors.push(err15);
								errors++;
							}
						}
						if (data4.owner !== void 0) {
							let data7 = data4.owner;
							if (typeof data7 === "string") {
								if (data7.length > 200) {
									const err16 = {
										instancePath: instancePath + "/exceptions/" + i0 + "/owner",
										schemaPath: "#/properties/exceptions/items/properties/owner/maxLength",
										keyword: "maxLength",
										params: { limit: 200 },
										message: "must NOT have more than 200 characters",
										schema: 200,
										parentSchema: schema11.properties.exceptions.items.properties.owner,
										data: data7
									};
									if (vErrors === null) vErrors = [err16];
									else vErrors.push(err16);
									errors++;
								}
								if (!pattern1.test(data7)) {
									const err17 = {
										instancePath: instancePath + "/exceptions/" + i0 + "/owner",
										schemaPath: "#/properties/exceptions/items/properties/owner/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.exceptions.items.properties.owner,
										data: data7
									};
									if (vErrors === null) vErrors = [err17];
									else vErrors.push(err17);
									errors++;
								}
							} else {
								const err18 = {
									instancePath: instancePath + "/exceptions/" + i0 + "/owner",
									schemaPath: "#/properties/exceptions/items/properties/owner/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.exceptions.items.properties.owner.type,
									parentSchema: schema11.properties.exceptions.items.properties.owner,
									data: data7
								};
								if (vErrors === null) vErrors = [err18];
								else vErrors.push(err18);
								errors++;
							}
						}
						if (data4.expires !== void 0) {
							let data8 = data4.expires;
							if (typeof data8 === "string") {
								if (!pattern3.test(data8)) {
									const err19 = {
										instancePath: instancePath + "/exceptions/" + i0 + "/expires",
										schemaPath: "#/properties/exceptions/items/properties/expires/pattern",
										keyword: "pattern",
										params: { pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
										message: "must match pattern \"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\"",
										schema: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
										parentSchema: schema11.properties.exceptions.items.properties.expires,
										data: data8
									};
									if (vErrors === null) vErrors = [err19];
									else vErrors.push(err19);
									errors++;
								}
							} else {
								const err20 = {
									instancePath: instancePath + "/exceptions/" + i0 + "/expires",
									schemaPath: "#/properties/exceptions/items/properties/expires/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.exceptions.items.properties.expires.type,
									parentSchema: schema11.properties.exceptions.items.properties.expires,
									data: data8
								};
								if (vErrors === null) vErrors = [err20];
								else vErrors.push(err20);
								errors++;
							}
						}
						if (data4.package !== void 0) {
							let data9 = data4.package;
							if (typeof data9 === "string") {
								if (data9.length > 500) {
									const err21 = {
										instancePath: instancePath + "/exceptions/" + i0 + "/package",
										schemaPath: "#/properties/exceptions/items/properties/package/maxLength",
										keyword: "maxLength",
										params: { limit: 500 },
										message: "must NOT have more than 500 characters",
										schema: 500,
										parentSchema: schema11.properties.exceptions.items.properties.package,
										data: data9
									};
									if (vErrors === null) vErrors = [err21];
									else vErrors.push(err21);
									errors++;
								}
								if (!pattern1.test(data9)) {
									const err22 = {
										instancePath: instancePath + "/exceptions/" + i0 + "/package",
										schemaPath: "#/properties/exceptions/items/properties/package/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.exceptions.items.properties.package,
										data: data9
									};
									if (vErrors === null) vErrors = [err22];
									else vErrors.push(err22);
									errors++;
								}
							} else {
								const err23 = {
									instancePath: instancePath + "/exceptions/" + i0 + "/package",
									schemaPath: "#/properties/exceptions/items/properties/package/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.exceptions.items.properties.package.type,
									parentSchema: schema11.properties.exceptions.items.properties.package,
									data: data9
								};
								if (vErrors === null) vErrors = [err23];
								else vErrors.push(err23);
								errors++;
							}
						}
						if (data4.target !== void 0) {
							let data10 = data4.target;
							if (typeof data10 === "string") {
								if (data10.length > 500) {
									const err24 = {
										instancePath: instancePath + "/exceptions/" + i0 + "/target",
										schemaPath: "#/properties/exceptions/items/properties/target/maxLength",
										keyword: "maxLength",
										params: { limit: 500 },
										message: "must NOT have more than 500 characters",
										schema: 500,
										parentSchema: schema11.properties.exceptions.items.properties.target,
										data: data10
									};
									if (vErrors === null) vErrors = [err24];
									else vErrors.push(err24);
									errors++;
								}
								if (!pattern1.test(data10)) {
									const err25 = {
										instancePath: instancePath + "/exceptions/" + i0 + "/target",
										schemaPath: "#/properties/exceptions/items/properties/target/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.exceptions.items.properties.target,
										data: data10
									};
									if (vErrors === null) vErrors = [err25];
									else vErrors.push(err25);
									errors++;
								}
							} else {
								const err26 = {
									instancePath: instancePath + "/exceptions/" + i0 + "/target",
									schemaPath: "#/properties/exceptions/items/properties/target/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.exceptions.items.properties.target.type,
									parentSchema: schema11.properties.exceptions.items.properties.target,
									data: data10
								};
								if (vErrors === null) vErrors = [err26];
								else vErrors.push(err26);
								errors++;
							}
						}
					} else {
						const err27 = {
							instancePath: instancePath + "/exceptions/" + i0,
							schemaPath: "#/properties/exceptions/items/type",
							keyword: "type",
							params: { type: "object" },
							message: "must be object",
							schema: schema11.properties.exceptions.items.type,
							parentSchema: schema11.properties.exceptions.items,
							data: data4
						};
						if (vErrors === null) vErrors = [err27];
						else vErrors.push(err27);
						errors++;
					}
				}
			} else {
				const err28 = {
					instancePath: instancePath + "/exceptions",
					schemaPath: "#/properties/exceptions/type",
					keyword: "type",
					params: { type: "array" },
					message: "must be array",
					schema: schema11.properties.exceptions.type,
					parentSchema: schema11.properties.exceptions,
					data: data3
				};
				if (vErrors === null) vErrors = [err28];
				else vErrors.push(err28);
				errors++;
			}
		}
		if (data.database !== void 0) {
			let data11 = data.database;
			if (data11 && typeof data11 == "object" && !Array.isArray(data11)) {
				for (const key2 in data11) if (!(key2 === "maxAge")) {
					const err29 = {
						instancePath: instancePath + "/database",
						schemaPath: "#/properties/database/additionalProperties",
						keyword: "additionalProperties",
						params: { additionalProperty: key2 },
						message: "must NOT have additional properties",
						schema: false,
						parentSchema: schema11.properties.database,
						data: data11
					};
					if (vErrors === null) vErrors = [err29];
					else vErrors.push(err29);
					errors++;
				}
				if (data11.maxAge !== void 0) {
					let data12 = data11.maxAge;
					if (typeof data12 === "string") {
						if (!pattern6.test(data12)) {
							const err30 = {
								instancePath: instancePath + "/database/maxAge",
								schemaPath: "#/properties/database/properties/maxAge/pattern",
								keyword: "pattern",
								params: { pattern: "^[1-9][0-9]{0,4}[dh]$" },
								message: "must match pattern \"^[1-9][0-9]{0,4}[dh]$\"",
								schema: "^[1-9][0-9]{0,4}[dh]$",
								parentSchema: schema11.properties.database.properties.maxAge,
								data: data12
							};
							if (vErrors === null) vErrors = [err30];
							else vErrors.push(err30);
							errors++;
						}
					} else {
						const err31 = {
							instancePath: instancePath + "/database/maxAge",
							schemaPath: "#/properties/database/properties/maxAge/type",
							keyword: "type",
							params: { type: "string" },
							message: "must be string",
							schema: schema11.properties.database.properties.maxAge.type,
							parentSchema: schema11.properties.database.properties.maxAge,
							data: data12
						};
						if (vErrors === null) vErrors = [err31];
						else vErrors.push(err31);
						errors++;
					}
				}
			} else {
				const err32 = {
					instancePath: instancePath + "/database",
					schemaPath: "#/properties/database/type",
					keyword: "type",
					params: { type: "object" },
					message: "must be object",
					schema: schema11.properties.database.type,
					parentSchema: schema11.properties.database,
					data: data11
				};
				if (vErrors === null) vErrors = [err32];
				else vErrors.push(err32);
				errors++;
			}
		}
		if (data.coverage !== void 0) {
			let data13 = data.coverage;
			if (Array.isArray(data13)) {
				if (data13.length > 1e3) {
					const err33 = {
						instancePath: instancePath + "/coverage",
						schemaPath: "#/properties/coverage/maxItems",
						keyword: "maxItems",
						params: { limit: 1e3 },
						message: "must NOT have more than 1000 items",
						schema: 1e3,
						parentSchema: schema11.properties.coverage,
						data: data13
					};
					if (vErrors === null) vErrors = [err33];
					else vErrors.push(err33);
					errors++;
				}
				const len1 = data13.length;
				for (let i1 = 0; i1 < len1; i1++) {
					let data14 = data13[i1];
					if (data14 && typeof data14 == "object" && !Array.isArray(data14)) {
						if (data14.name === void 0) {
							const err34 = {
								instancePath: instancePath + "/coverage/" + i1,
								schemaPath: "#/properties/coverage/items/required",
								keyword: "required",
								params: { missingProperty: "name" },
								message: "must have required property 'name'",
								schema: schema11.properties.coverage.items.required,
								parentSchema: schema11.properties.coverage.items,
								data: data14
							};
							if (vErrors === null) vErrors = [err34];
							else vErrors.push(err34);
							errors++;
						}
						if (data14.reason === void 0) {
							const err35 = {
								instancePath: instancePath + "/coverage/" + i1,
								schemaPath: "#/properties/coverage/items/required",
								keyword: "required",
								params: { missingProperty: "reason" },
								message: "must have required property 'reason'",
								schema: schema11.properties.coverage.items.required,
								parentSchema: schema11.properties.coverage.items,
								data: data14
							};
							if (vErrors === null) vErrors = [err35];
							else vErrors.push(err35);
							errors++;
						}
						for (const key3 in data14) if (!(key3 === "name" || key3 === "reason" || key3 === "target")) {
							const err36 = {
								instancePath: instancePath + "/coverage/" + i1,
								schemaPath: "#/properties/coverage/items/additionalProperties",
								keyword: "additionalProperties",
								params: { additionalProperty: key3 },
								message: "must NOT have additional properties",
								schema: false,
								parentSchema: schema11.properties.coverage.items,
								data: data14
							};
							if (vErrors === null) vErrors = [err36];
							else vErrors.push(err36);
							errors++;
						}
						if (data14.name !== void 0) {
							let data15 = data14.name;
							if (typeof data15 === "string") {
								if (data15.length > 500) {
									const err37 = {
										instancePath: instancePath + "/coverage/" + i1 + "/name",
										schemaPath: "#/properties/coverage/items/properties/name/maxLength",
										keyword: "maxLength",
										params: { limit: 500 },
										message: "must NOT have more than 500 characters",
										schema: 500,
										parentSchema: schema11.properties.coverage.items.properties.name,
										data: data15
									};
									if (vErrors === null) vErrors = [err37];
									else vErrors.push(err37);
									errors++;
								}
								if (!pattern1.test(data15)) {
									const err38 = {
										instancePath: instancePath + "/coverage/" + i1 + "/name",
										schemaPath: "#/properties/coverage/items/properties/name/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.coverage.items.properties.name,
										data: data15
									};
									if (vErrors === null) vErrors = [err38];
									else vErrors.push(err38);
									errors++;
								}
							} else {
								const err39 = {
									instancePath: instancePath + "/coverage/" + i1 + "/name",
									schemaPath: "#/properties/coverage/items/properties/name/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.coverage.items.properties.name.type,
									parentSchema: schema11.properties.coverage.items.properties.name,
									data: data15
								};
								if (vErrors === null) vErrors = [err39];
								else vErrors.push(err39);
								errors++;
							}
						}
						if (data14.reason !== void 0) {
							let data16 = data14.reason;
							if (typeof data16 === "string") {
								if (data16.length > 1e3) {
									const err40 = {
										instancePath: instancePath + "/coverage/" + i1 + "/reason",
										schemaPath: "#/properties/coverage/items/properties/reason/maxLength",
										keyword: "maxLength",
										params: { limit: 1e3 },
										message: "must NOT have more than 1000 characters",
										schema: 1e3,
										parentSchema: schema11.properties.coverage.items.properties.reason,
										data: data16
									};
									if (vErrors === null) vErrors = [err40];
									else vErrors.push(err40);
									errors++;
								}
								if (!pattern1.test(data16)) {
									const err41 = {
										instancePath: instancePath + "/coverage/" + i1 + "/reason",
										schemaPath: "#/properties/coverage/items/properties/reason/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.coverage.items.properties.reason,
										data: data16
									};
									if (vErrors === null) vErrors = [err41];
									else vErrors.push(err41);
									errors++;
								}
							} else {
								const err42 = {
									instancePath: instancePath + "/coverage/" + i1 + "/reason",
									schemaPath: "#/properties/coverage/items/properties/reason/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.coverage.items.properties.reason.type,
									parentSchema: schema11.properties.coverage.items.properties.reason,
									data: data16
								};
								if (vErrors === null) vErrors = [err42];
								else vErrors.push(err42);
								errors++;
							}
						}
						if (data14.target !== void 0) {
							let data17 = data14.target;
							if (typeof data17 === "string") {
								if (data17.length > 500) {
									const err43 = {
										instancePath: instancePath + "/coverage/" + i1 + "/target",
										schemaPath: "#/properties/coverage/items/properties/target/maxLength",
										keyword: "maxLength",
										params: { limit: 500 },
										message: "must NOT have more than 500 characters",
										schema: 500,
										parentSchema: schema11.properties.coverage.items.properties.target,
										data: data17
									};
									if (vErrors === null) vErrors = [err43];
									else vErrors.push(err43);
									errors++;
								}
								if (!pattern1.test(data17)) {
									const err44 = {
										instancePath: instancePath + "/coverage/" + i1 + "/target",
										schemaPath: "#/properties/coverage/items/properties/target/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.coverage.items.properties.target,
										data: data17
									};
									if (vErrors === null) vErrors = [err44];
									else vErrors.push(err44);
									errors++;
								}
							} else {
								const err45 = {
									instancePath: instancePath + "/coverage/" + i1 + "/target",
									schemaPath: "#/properties/coverage/items/properties/target/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.coverage.items.properties.target.type,
									parentSchema: schema11.properties.coverage.items.properties.target,
									data: data17
								};
								if (vErrors === null) vErrors = [err45];
								else vErrors.push(err45);
								errors++;
							}
						}
					} else {
						const err46 = {
							instancePath: instancePath + "/coverage/" + i1,
							schemaPath: "#/properties/coverage/items/type",
							keyword: "type",
							params: { type: "object" },
							message: "must be object",
							schema: schema11.properties.coverage.items.type,
							parentSchema: schema11.properties.coverage.items,
							data: data14
						};
						if (vErrors === null) vErrors = [err46];
						else vErrors.push(err46);
						errors++;
					}
				}
			} else {
				const err47 = {
					instancePath: instancePath + "/coverage",
					schemaPath: "#/properties/coverage/type",
					keyword: "type",
					params: { type: "array" },
					message: "must be array",
					schema: schema11.properties.coverage.type,
					parentSchema: schema11.properties.coverage,
					data: data13
				};
				if (vErrors === null) vErrors = [err47];
				else vErrors.push(err47);
				errors++;
			}
		}
	} else {
		const err48 = {
			instancePath,
			schemaPath: "#/type",
			keyword: "type",
			params: { type: "object" },
			message: "must be object",
			schema: schema11.type,
			parentSchema: schema11,
			data
		};
		if (vErrors === null) vErrors = [err48];
		else vErrors.push(err48);
		errors++;
	}
	validate10.errors = vErrors;
	return errors === 0;
}

// src/policy/policy-positions.ts
/** Answers «where is this» for a parsed document. */
var Positions = class {
	#document;
	#lines;
	constructor(document, lines) {
		this.#document = document;
		this.#lines = lines;
	}
	offset(offset) {
		const { line, col } = this.#lines.linePos(offset);
		return {
			line: Math.max(1, line),
			col: Math.max(1, col)
		};
	}
	of(path, key) {
		for (let length = path.length; length >= 0; length -= 1) {
			const part = path.slice(0, length);
			const node = length === 0 ? this.#document.contents : this.#document.getIn(part, true);
			const offset = (key === void 0 || length < path.length ? void 0 : keyOffset(node, key)) ?? rangeStart(node);
			if (offset !== void 0) return this.offset(offset);
		}
		return {
			line: 1,
			col: 1
		};
	}
};
/** The offset at which a node of the document begins. */
function rangeStart(node) {
	if (typeof node !== "object" || node === null || !("range" in node)) return void 0;
	const start = Array.isArray(node.range) ? node.range[0] : void 0;
	return typeof start === "number" ? start : void 0;
}
function keyOffset(node, key) {
	if (typeof node !== "object" || node === null || !("items" in node)) return void 0;
	if (!Array.isArray(node.items)) return void 0;
	for (const pair of node.items) {
		if (typeof pair !== "object" || pair === null || !("key" in pair)) continue;
		const found = pair.key;
		if (typeof found === "object" && found !== null && "value" in found && String(found.value) === key) return rangeStart(found);
	}
}

// src/policy/policy-file.ts
const mostProblems = 5;
/** Finding the place of a problem walks the document: of so many at most. */
const mostPlaced = 50;
/** Keeps a small file from growing through aliases (`&a`, `*a`). */
const mostAliases = 100;
function pathOf(instancePath) {
	return instancePath.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")).map((part) => /^\d+$/.test(part) ? Number(part) : part);
}
function nameOf(path) {
	let name = "";
	for (const part of path) if (typeof part === "number") name += `[${part}]`;
	else name += name === "" ? part : `.${part}`;
	return name === "" ? "the policy" : name;
}
function listed(values) {
	return Array.isArray(values) ? values.map(String) : [];
}
function suggestion(word, known) {
	const meant = nearest(word, known);
	return meant === void 0 ? `known are ${known.join(", ")}` : `did you mean ${meant}?`;
}
const patternTexts = {
	expires: "must be a day such as 2027-01-31",
	maxAge: "must be a number of days or hours such as 7d or 36h",
	id: "must be one id such as CVE-2024-1234, without spaces or wildcards"
};
function problemOf(error) {
	const path = pathOf(error.instancePath);
	const name = nameOf(path);
	const parameters = error.params;
	switch (error.keyword) {
		case "additionalProperties": {
			const key = String(parameters["additionalProperty"]);
			const parent = error.parentSchema?.["properties"];
			const known = typeof parent === "object" && parent !== null ? Object.keys(parent) : [];
			return {
				path,
				key,
				text: `unknown key ‹${key}›${path.length === 0 ? "" : ` in ${name}`}: ${suggestion(key, known)}`
			};
		}
		case "required": return {
			path,
			text: `${name} lacks ‹${String(parameters["missingProperty"])}›`
		};
		case "enum": {
			const known = listed(parameters["allowedValues"]);
			return {
				path,
				text: `${name} is ‹${String(error.data)}›: must be one of ${known.join(", ")}`
			};
		}
		case "pattern": {
			const last = String(path.at(-1));
			return {
				path,
				text: `${name} ${patternTexts[last] ?? "must not be empty"}`
			};
		}
		case "type": return {
			path,
			text: `${name} must be of type ${String(parameters["type"])}`
		};
		default: return {
			path,
			text: `${name} ${error.message ?? "is not valid"}`
		};
	}
}
/** Whether it is a day of the calendar (2027-02-30 is none). */
function isDay(text) {
	const time = Date.parse(`${text}T00:00:00Z`);
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
/** What the schema cannot say: days of the calendar, coverage names. */
function* problemsOfMeaning(file) {
	for (const [index, exception] of (file.exceptions ?? []).entries()) if (!isDay(exception.expires)) {
		const path = [
			"exceptions",
			index,
			"expires"
		];
		yield {
			path,
			text: `${nameOf(path)} is ‹${exception.expires}›, no day of the calendar`
		};
	}
	for (const [index, { name }] of (file.coverage ?? []).entries()) {
		const path = [
			"coverage",
			index,
			"name"
		];
		const kind = name.split(":", 1)[0] ?? "";
		if (kind === "target") yield {
			path,
			text: `${nameOf(path)} is ‹target›: a target that was not scanned cannot be accepted; leave it out of the run`
		};
		else if (!Object.hasOwn(coverageNames, kind)) {
			const known = Object.keys(coverageNames).filter((known) => known !== "target");
			yield {
				path,
				text: `${nameOf(path)} is ‹${name}›, no coverage name: ${suggestion(kind, known)}`
			};
		}
	}
}
function hoursOf(maxAge) {
	return Number(maxAge.slice(0, -1)) * (maxAge.endsWith("d") ? 24 : 1);
}
function invalid(path, problems) {
	const shown = problems.slice(0, mostProblems).join("; ");
	const rest = problems.length - mostProblems;
	return new UserError("POLICY_INVALID", rest > 0 ? `${shown}; … and ${rest} more` : shown, { hint: `Mend ${path} and check it again; docs/policy.schema.json describes every key.` });
}
/**
* Reads a policy file's text; `path` is for messages. An empty file is the default policy.
* Throws UserError `POLICY_INVALID` that names every fault (five at most) as `path:line:column: what`.
*/
async function parsePolicy(text, path) {
	if (text.length > 262144) throw invalid(path, [`${path}:1:1: longer than ${longestPolicyBytes / 1024} KiB`]);
	const { isScalar, LineCounter, parseDocument, visit } = await import("./yaml.mjs").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const lines = new LineCounter();
	let document;
	let value;
	try {
		document = parseDocument(text, {
			lineCounter: lines,
			prettyErrors: false,
			logLevel: "error",
			uniqueKeys: false
		});
		const faults = [...document.errors, ...document.warnings];
		visit(document, { Map(_, { items }) {
			const seen = /* @__PURE__ */ new Set();
			for (const { key } of items) {
				if (!isScalar(key)) continue;
				const name = String(key.value);
				if (seen.has(name)) faults.push({
					pos: [rangeStart(key) ?? 0],
					message: `the key ‹${name}› is there twice`
				});
				seen.add(name);
			}
		} });
		if (faults.length > 0) {
			const positions = new Positions(document, lines);
			throw invalid(path, faults.slice(0, mostPlaced).map(({ pos, message }) => {
				const { line, col } = positions.offset(pos[0]);
				return `${path}:${line}:${col}: ${message}`;
			}));
		}
		value = document.toJS({ maxAliasCount: mostAliases }) ?? {};
	} catch (cause) {
		if (cause instanceof UserError) throw cause;
		const message = cause instanceof Error ? cause.message : "cannot be parsed";
		throw new UserError("POLICY_INVALID", `${path}:1:1: no YAML that can be read: ${message}`, {
			hint: `Mend ${path}; it must be one YAML document.`,
			cause
		});
	}
	const positions = new Positions(document, lines);
	const at = ({ path: place, key, text: what }) => {
		const { line, col } = positions.of(place, key);
		return {
			line,
			col,
			text: `${path}:${line}:${col}: ${what}`
		};
	};
	const problems = policy_check_generated_default(value) ? [...problemsOfMeaning(value)] : (policy_check_generated_default.errors ?? []).map(problemOf);
	if (problems.length > 0) {
		const placed = problems.slice(0, mostPlaced).map(at).sort((a, b) => a.line - b.line || a.col - b.col);
		throw invalid(path, [...new Set(placed.map((problem) => problem.text))]);
	}
	const file = value;
	const maxAge = file.database?.maxAge;
	return {
		path,
		failOn: file.failOn ?? defaultPolicy.failOn,
		ignoreUnfixed: file.ignoreUnfixed ?? defaultPolicy.ignoreUnfixed,
		unknownAs: file.unknownAs ?? defaultPolicy.unknownAs,
		maxAgeHours: maxAge === void 0 ? defaultPolicy.maxAgeHours : hoursOf(maxAge),
		isMaxAgeSet: maxAge !== void 0,
		exceptions: (file.exceptions ?? []).map((exception, index) => ({
			...exception,
			line: positions.of(["exceptions", index]).line
		})),
		coverage: (file.coverage ?? []).map((acceptance, index) => ({
			...acceptance,
			line: positions.of(["coverage", index]).line
		}))
	};
}

export { parsePolicy };