import { i as __toESM } from "./runtime.mjs";
import { t as coverageNames } from "./shared-model-coverage.mjs";
import { n as UserError } from "./shared-model-errors.mjs";
import { i as nearest, n as defaultTemplatePolicy } from "./shared-model-nearest.mjs";
import { n as longestPolicyBytes, t as defaultPolicy } from "./shared-policy-policy.mjs";
import { dirname } from "node:path";

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
					"resource": {
						"description": "Only for this resource of a template: its type and name as reported, or its file; * stands for any text, ? for one character, case is ignored.",
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
		},
		"requireAgents": {
			"description": "The agents that every machine of a template must get, entry by entry. Absent: one of qualys and mdvm.",
			"type": "array",
			"maxItems": 100,
			"items": {
				"type": "object",
				"additionalProperties": false,
				"properties": {
					"agent": {
						"description": "The agent that must be there.",
						"enum": [
							"qualys",
							"mdvm",
							"mde",
							"ama",
							"guest-configuration"
						]
					},
					"anyOf": {
						"description": "One of these agents must be there.",
						"type": "array",
						"maxItems": 20,
						"items": { "enum": [
							"qualys",
							"mdvm",
							"mde",
							"ama",
							"guest-configuration"
						] },
						"minItems": 1
					},
					"where": {
						"description": "The machines that it is asked of; without it all of them. Every member must hold.",
						"type": "object",
						"additionalProperties": false,
						"properties": {
							"os": { "enum": ["windows", "linux"] },
							"kind": {
								"description": "Virtual machine, scale set, machine connected by Azure Arc.",
								"type": "array",
								"maxItems": 3,
								"items": { "enum": [
									"vm",
									"vmss",
									"arc"
								] },
								"minItems": 1
							},
							"name": {
								"description": "The machine's evaluated name; * stands for any text, ? for one character, case is ignored.",
								"type": "string",
								"pattern": "\\S",
								"maxLength": 500
							},
							"tags": {
								"description": "Tags that it has with these values; case is ignored.",
								"type": "object",
								"maxProperties": 50,
								"additionalProperties": {
									"type": "string",
									"maxLength": 500
								}
							}
						}
					}
				}
			}
		},
		"bakedIn": {
			"description": "Agents that are part of an image, so that its machines need no extension.",
			"type": "array",
			"maxItems": 100,
			"items": {
				"type": "object",
				"additionalProperties": false,
				"required": ["agent", "images"],
				"properties": {
					"agent": { "enum": [
						"qualys",
						"mdvm",
						"mde",
						"ama",
						"guest-configuration"
					] },
					"images": {
						"description": "Images that bring the agent with them.",
						"type": "array",
						"maxItems": 1e3,
						"items": {
							"description": "An image's resource id, or publisher:offer:sku:version; * stands for any text.",
							"type": "string",
							"pattern": "\\S",
							"maxLength": 500
						},
						"minItems": 1
					}
				}
			}
		},
		"deployments": {
			"description": "Templates that are deployed together: an agent in one counts for the machines of the other.",
			"type": "array",
			"maxItems": 1e3,
			"items": {
				"description": "Files that are deployed together.",
				"type": "array",
				"maxItems": 100,
				"items": {
					"description": "A template's path, counted from this file's folder.",
					"type": "string",
					"pattern": "\\S",
					"maxLength": 500
				},
				"minItems": 2
			}
		},
		"undecided": {
			"description": "What happens where a rule could not know, because only the deployment does.",
			"type": "object",
			"additionalProperties": false,
			"properties": {
				"agents": {
					"description": "Of agents that requireAgents asks for.",
					"enum": ["close", "report"],
					"default": "close"
				},
				"others": {
					"description": "Of all other rules; close judges them by their severity.",
					"enum": ["close", "report"],
					"default": "report"
				}
			}
		},
		"suppressions": {
			"type": "object",
			"additionalProperties": false,
			"properties": { "inline": {
				"description": "Whether a comment or the metadata of a resource may except a finding: never, only with a reason, or always.",
				"enum": [
					"forbidden",
					"with-reason",
					"allowed"
				],
				"default": "with-reason"
			} }
		},
		"approved": {
			"description": "Approved lists. A rule that needs one is not applied without it.",
			"type": "object",
			"additionalProperties": false,
			"properties": {
				"publishers": {
					"description": "Publishers whose extensions may be installed.",
					"type": "array",
					"maxItems": 1e3,
					"items": {
						"description": "A publisher of extensions; case is ignored.",
						"type": "string",
						"pattern": "\\S",
						"maxLength": 200
					}
				},
				"images": {
					"description": "Images that machines may be made from.",
					"type": "array",
					"maxItems": 1e3,
					"items": {
						"description": "An image's resource id, or publisher:offer:sku; * stands for any text.",
						"type": "string",
						"pattern": "\\S",
						"maxLength": 500
					}
				}
			}
		}
	}
};
const func2 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._:/@+-]*$", "u");
const pattern1 = new RegExp("\\S", "u");
const pattern3 = new RegExp("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "u");
const pattern7 = new RegExp("^[1-9][0-9]{0,4}[dh]$", "u");
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		for (const key0 in data) if (!func2.call(schema11.properties, key0)) {
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
						for (const key1 in data4) if (!(key1 === "id" || key1 === "reason" || key1 === "owner" || key1 === "expires" || key1 === "package" || key1 === "resource" || key1 === "target")) {
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
						if (data4.resource !== void 0) {
							let data10 = data4.resource;
							if (typeof data10 === "string") {
								if (data10.length > 500) {
									const err24 = {
										instancePath: instancePath + "/exceptions/" + i0 + "/resource",
										schemaPath: "#/properties/exceptions/items/properties/resource/maxLength",
										keyword: "maxLength",
										params: { limit: 500 },
										message: "must NOT have more than 500 characters",
										schema: 500,
										parentSchema: schema11.properties.exceptions.items.properties.resource,
										data: data10
									};
									if (vErrors === null) vErrors = [err24];
									else vErrors.push(err24);
									errors++;
								}
								if (!pattern1.test(data10)) {
									const err25 = {
										instancePath: instancePath + "/exceptions/" + i0 + "/resource",
										schemaPath: "#/properties/exceptions/items/properties/resource/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.exceptions.items.properties.resource,
										data: data10
									};
									if (vErrors === null) vErrors = [err25];
									else vErrors.push(err25);
									errors++;
								}
							} else {
								const err26 = {
									instancePath: instancePath + "/exceptions/" + i0 + "/resource",
									schemaPath: "#/properties/exceptions/items/properties/resource/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.exceptions.items.properties.resource.type,
									parentSchema: schema11.properties.exceptions.items.properties.resource,
									data: data10
								};
								if (vErrors === null) vErrors = [err26];
								else vErrors.push(err26);
								errors++;
							}
						}
						if (data4.target !== void 0) {
							let data11 = data4.target;
							if (typeof data11 === "string") {
								if (data11.length > 500) {
									const err27 = {
										instancePath: instancePath + "/exceptions/" + i0 + "/target",
										schemaPath: "#/properties/exceptions/items/properties/target/maxLength",
										keyword: "maxLength",
										params: { limit: 500 },
										message: "must NOT have more than 500 characters",
										schema: 500,
										parentSchema: schema11.properties.exceptions.items.properties.target,
										data: data11
									};
									if (vErrors === null) vErrors = [err27];
									else vErrors.push(err27);
									errors++;
								}
								if (!pattern1.test(data11)) {
									const err28 = {
										instancePath: instancePath + "/exceptions/" + i0 + "/target",
										schemaPath: "#/properties/exceptions/items/properties/target/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.exceptions.items.properties.target,
										data: data11
									};
									if (vErrors === null) vErrors = [err28];
									else vErrors.push(err28);
									errors++;
								}
							} else {
								const err29 = {
									instancePath: instancePath + "/exceptions/" + i0 + "/target",
									schemaPath: "#/properties/exceptions/items/properties/target/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.exceptions.items.properties.target.type,
									parentSchema: schema11.properties.exceptions.items.properties.target,
									data: data11
								};
								if (vErrors === null) vErrors = [err29];
								else vErrors.push(err29);
								errors++;
							}
						}
					} else {
						const err30 = {
							instancePath: instancePath + "/exceptions/" + i0,
							schemaPath: "#/properties/exceptions/items/type",
							keyword: "type",
							params: { type: "object" },
							message: "must be object",
							schema: schema11.properties.exceptions.items.type,
							parentSchema: schema11.properties.exceptions.items,
							data: data4
						};
						if (vErrors === null) vErrors = [err30];
						else vErrors.push(err30);
						errors++;
					}
				}
			} else {
				const err31 = {
					instancePath: instancePath + "/exceptions",
					schemaPath: "#/properties/exceptions/type",
					keyword: "type",
					params: { type: "array" },
					message: "must be array",
					schema: schema11.properties.exceptions.type,
					parentSchema: schema11.properties.exceptions,
					data: data3
				};
				if (vErrors === null) vErrors = [err31];
				else vErrors.push(err31);
				errors++;
			}
		}
		if (data.database !== void 0) {
			let data12 = data.database;
			if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
				for (const key2 in data12) if (!(key2 === "maxAge")) {
					const err32 = {
						instancePath: instancePath + "/database",
						schemaPath: "#/properties/database/additionalProperties",
						keyword: "additionalProperties",
						params: { additionalProperty: key2 },
						message: "must NOT have additional properties",
						schema: false,
						parentSchema: schema11.properties.database,
						data: data12
					};
					if (vErrors === null) vErrors = [err32];
					else vErrors.push(err32);
					errors++;
				}
				if (data12.maxAge !== void 0) {
					let data13 = data12.maxAge;
					if (typeof data13 === "string") {
						if (!pattern7.test(data13)) {
							const err33 = {
								instancePath: instancePath + "/database/maxAge",
								schemaPath: "#/properties/database/properties/maxAge/pattern",
								keyword: "pattern",
								params: { pattern: "^[1-9][0-9]{0,4}[dh]$" },
								message: "must match pattern \"^[1-9][0-9]{0,4}[dh]$\"",
								schema: "^[1-9][0-9]{0,4}[dh]$",
								parentSchema: schema11.properties.database.properties.maxAge,
								data: data13
							};
							if (vErrors === null) vErrors = [err33];
							else vErrors.push(err33);
							errors++;
						}
					} else {
						const err34 = {
							instancePath: instancePath + "/database/maxAge",
							schemaPath: "#/properties/database/properties/maxAge/type",
							keyword: "type",
							params: { type: "string" },
							message: "must be string",
							schema: schema11.properties.database.properties.maxAge.type,
							parentSchema: schema11.properties.database.properties.maxAge,
							data: data13
						};
						if (vErrors === null) vErrors = [err34];
						else vErrors.push(err34);
						errors++;
					}
				}
			} else {
				const err35 = {
					instancePath: instancePath + "/database",
					schemaPath: "#/properties/database/type",
					keyword: "type",
					params: { type: "object" },
					message: "must be object",
					schema: schema11.properties.database.type,
					parentSchema: schema11.properties.database,
					data: data12
				};
				if (vErrors === null) vErrors = [err35];
				else vErrors.push(err35);
				errors++;
			}
		}
		if (data.coverage !== void 0) {
			let data14 = data.coverage;
			if (Array.isArray(data14)) {
				if (data14.length > 1e3) {
					const err36 = {
						instancePath: instancePath + "/coverage",
						schemaPath: "#/properties/coverage/maxItems",
						keyword: "maxItems",
						params: { limit: 1e3 },
						message: "must NOT have more than 1000 items",
						schema: 1e3,
						parentSchema: schema11.properties.coverage,
						data: data14
					};
					if (vErrors === null) vErrors = [err36];
					else vErrors.push(err36);
					errors++;
				}
				const len1 = data14.length;
				for (let i1 = 0; i1 < len1; i1++) {
					let data15 = data14[i1];
					if (data15 && typeof data15 == "object" && !Array.isArray(data15)) {
						if (data15.name === void 0) {
							const err37 = {
								instancePath: instancePath + "/coverage/" + i1,
								schemaPath: "#/properties/coverage/items/required",
								keyword: "required",
								params: { missingProperty: "name" },
								message: "must have required property 'name'",
								schema: schema11.properties.coverage.items.required,
								parentSchema: schema11.properties.coverage.items,
								data: data15
							};
							if (vErrors === null) vErrors = [err37];
							else vErrors.push(err37);
							errors++;
						}
						if (data15.reason === void 0) {
							const err38 = {
								instancePath: instancePath + "/coverage/" + i1,
								schemaPath: "#/properties/coverage/items/required",
								keyword: "required",
								params: { missingProperty: "reason" },
								message: "must have required property 'reason'",
								schema: schema11.properties.coverage.items.required,
								parentSchema: schema11.properties.coverage.items,
								data: data15
							};
							if (vErrors === null) vErrors = [err38];
							else vErrors.push(err38);
							errors++;
						}
						for (const key3 in data15) if (!(key3 === "name" || key3 === "reason" || key3 === "target")) {
							const err39 = {
								instancePath: instancePath + "/coverage/" + i1,
								schemaPath: "#/properties/coverage/items/additionalProperties",
								keyword: "additionalProperties",
								params: { additionalProperty: key3 },
								message: "must NOT have additional properties",
								schema: false,
								parentSchema: schema11.properties.coverage.items,
								data: data15
							};
							if (vErrors === null) vErrors = [err39];
							else vErrors.push(err39);
							errors++;
						}
						if (data15.name !== void 0) {
							let data16 = data15.name;
							if (typeof data16 === "string") {
								if (data16.length > 500) {
									const err40 = {
										instancePath: instancePath + "/coverage/" + i1 + "/name",
										schemaPath: "#/properties/coverage/items/properties/name/maxLength",
										keyword: "maxLength",
										params: { limit: 500 },
										message: "must NOT have more than 500 characters",
										schema: 500,
										parentSchema: schema11.properties.coverage.items.properties.name,
										data: data16
									};
									if (vErrors === null) vErrors = [err40];
									else vErrors.push(err40);
									errors++;
								}
								if (!pattern1.test(data16)) {
									const err41 = {
										instancePath: instancePath + "/coverage/" + i1 + "/name",
										schemaPath: "#/properties/coverage/items/properties/name/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.coverage.items.properties.name,
										data: data16
									};
									if (vErrors === null) vErrors = [err41];
									else vErrors.push(err41);
									errors++;
								}
							} else {
								const err42 = {
									instancePath: instancePath + "/coverage/" + i1 + "/name",
									schemaPath: "#/properties/coverage/items/properties/name/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.coverage.items.properties.name.type,
									parentSchema: schema11.properties.coverage.items.properties.name,
									data: data16
								};
								if (vErrors === null) vErrors = [err42];
								else vErrors.push(err42);
								errors++;
							}
						}
						if (data15.reason !== void 0) {
							let data17 = data15.reason;
							if (typeof data17 === "string") {
								if (data17.length > 1e3) {
									const err43 = {
										instancePath: instancePath + "/coverage/" + i1 + "/reason",
										schemaPath: "#/properties/coverage/items/properties/reason/maxLength",
										keyword: "maxLength",
										params: { limit: 1e3 },
										message: "must NOT have more than 1000 characters",
										schema: 1e3,
										parentSchema: schema11.properties.coverage.items.properties.reason,
										data: data17
									};
									if (vErrors === null) vErrors = [err43];
									else vErrors.push(err43);
									errors++;
								}
								if (!pattern1.test(data17)) {
									const err44 = {
										instancePath: instancePath + "/coverage/" + i1 + "/reason",
										schemaPath: "#/properties/coverage/items/properties/reason/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.coverage.items.properties.reason,
										data: data17
									};
									if (vErrors === null) vErrors = [err44];
									else vErrors.push(err44);
									errors++;
								}
							} else {
								const err45 = {
									instancePath: instancePath + "/coverage/" + i1 + "/reason",
									schemaPath: "#/properties/coverage/items/properties/reason/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.coverage.items.properties.reason.type,
									parentSchema: schema11.properties.coverage.items.properties.reason,
									data: data17
								};
								if (vErrors === null) vErrors = [err45];
								else vErrors.push(err45);
								errors++;
							}
						}
						if (data15.target !== void 0) {
							let data18 = data15.target;
							if (typeof data18 === "string") {
								if (data18.length > 500) {
									const err46 = {
										instancePath: instancePath + "/coverage/" + i1 + "/target",
										schemaPath: "#/properties/coverage/items/properties/target/maxLength",
										keyword: "maxLength",
										params: { limit: 500 },
										message: "must NOT have more than 500 characters",
										schema: 500,
										parentSchema: schema11.properties.coverage.items.properties.target,
										data: data18
									};
									if (vErrors === null) vErrors = [err46];
									else vErrors.push(err46);
									errors++;
								}
								if (!pattern1.test(data18)) {
									const err47 = {
										instancePath: instancePath + "/coverage/" + i1 + "/target",
										schemaPath: "#/properties/coverage/items/properties/target/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.coverage.items.properties.target,
										data: data18
									};
									if (vErrors === null) vErrors = [err47];
									else vErrors.push(err47);
									errors++;
								}
							} else {
								const err48 = {
									instancePath: instancePath + "/coverage/" + i1 + "/target",
									schemaPath: "#/properties/coverage/items/properties/target/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.coverage.items.properties.target.type,
									parentSchema: schema11.properties.coverage.items.properties.target,
									data: data18
								};
								if (vErrors === null) vErrors = [err48];
								else vErrors.push(err48);
								errors++;
							}
						}
					} else {
						const err49 = {
							instancePath: instancePath + "/coverage/" + i1,
							schemaPath: "#/properties/coverage/items/type",
							keyword: "type",
							params: { type: "object" },
							message: "must be object",
							schema: schema11.properties.coverage.items.type,
							parentSchema: schema11.properties.coverage.items,
							data: data15
						};
						if (vErrors === null) vErrors = [err49];
						else vErrors.push(err49);
						errors++;
					}
				}
			} else {
				const err50 = {
					instancePath: instancePath + "/coverage",
					schemaPath: "#/properties/coverage/type",
					keyword: "type",
					params: { type: "array" },
					message: "must be array",
					schema: schema11.properties.coverage.type,
					parentSchema: schema11.properties.coverage,
					data: data14
				};
				if (vErrors === null) vErrors = [err50];
				else vErrors.push(err50);
				errors++;
			}
		}
		if (data.requireAgents !== void 0) {
			let data19 = data.requireAgents;
			if (Array.isArray(data19)) {
				if (data19.length > 100) {
					const err51 = {
						instancePath: instancePath + "/requireAgents",
						schemaPath: "#/properties/requireAgents/maxItems",
						keyword: "maxItems",
						params: { limit: 100 },
						message: "must NOT have more than 100 items",
						schema: 100,
						parentSchema: schema11.properties.requireAgents,
						data: data19
					};
					if (vErrors === null) vErrors = [err51];
					else vErrors.push(err51);
					errors++;
				}
				const len2 = data19.length;
				for (let i2 = 0; i2 < len2; i2++) {
					let data20 = data19[i2];
					if (data20 && typeof data20 == "object" && !Array.isArray(data20)) {
						for (const key4 in data20) if (!(key4 === "agent" || key4 === "anyOf" || key4 === "where")) {
							const err52 = {
								instancePath: instancePath + "/requireAgents/" + i2,
								schemaPath: "#/properties/requireAgents/items/additionalProperties",
								keyword: "additionalProperties",
								params: { additionalProperty: key4 },
								message: "must NOT have additional properties",
								schema: false,
								parentSchema: schema11.properties.requireAgents.items,
								data: data20
							};
							if (vErrors === null) vErrors = [err52];
							else vErrors.push(err52);
							errors++;
						}
						if (data20.agent !== void 0) {
							let data21 = data20.agent;
							if (!(data21 === "qualys" || data21 === "mdvm" || data21 === "mde" || data21 === "ama" || data21 === "guest-configuration")) {
								const err53 = {
									instancePath: instancePath + "/requireAgents/" + i2 + "/agent",
									schemaPath: "#/properties/requireAgents/items/properties/agent/enum",
									keyword: "enum",
									params: { allowedValues: schema11.properties.requireAgents.items.properties.agent.enum },
									message: "must be equal to one of the allowed values",
									schema: schema11.properties.requireAgents.items.properties.agent.enum,
									parentSchema: schema11.properties.requireAgents.items.properties.agent,
									data: data21
								};
								if (vErrors === null) vErrors = [err53];
								else vErrors.push(err53);
								errors++;
							}
						}
						if (data20.anyOf !== void 0) {
							let data22 = data20.anyOf;
							if (Array.isArray(data22)) {
								if (data22.length > 20) {
									const err54 = {
										instancePath: instancePath + "/requireAgents/" + i2 + "/anyOf",
										schemaPath: "#/properties/requireAgents/items/properties/anyOf/maxItems",
										keyword: "maxItems",
										params: { limit: 20 },
										message: "must NOT have more than 20 items",
										schema: 20,
										parentSchema: schema11.properties.requireAgents.items.properties.anyOf,
										data: data22
									};
									if (vErrors === null) vErrors = [err54];
									else vErrors.push(err54);
									errors++;
								}
								if (data22.length < 1) {
									const err55 = {
										instancePath: instancePath + "/requireAgents/" + i2 + "/anyOf",
										schemaPath: "#/properties/requireAgents/items/properties/anyOf/minItems",
										keyword: "minItems",
										params: { limit: 1 },
										message: "must NOT have fewer than 1 items",
										schema: 1,
										parentSchema: schema11.properties.requireAgents.items.properties.anyOf,
										data: data22
									};
									if (vErrors === null) vErrors = [err55];
									else vErrors.push(err55);
									errors++;
								}
								const len3 = data22.length;
								for (let i3 = 0; i3 < len3; i3++) {
									let data23 = data22[i3];
									if (!(data23 === "qualys" || data23 === "mdvm" || data23 === "mde" || data23 === "ama" || data23 === "guest-configuration")) {
										const err56 = {
											instancePath: instancePath + "/requireAgents/" + i2 + "/anyOf/" + i3,
											schemaPath: "#/properties/requireAgents/items/properties/anyOf/items/enum",
											keyword: "enum",
											params: { allowedValues: schema11.properties.requireAgents.items.properties.anyOf.items.enum },
											message: "must be equal to one of the allowed values",
											schema: schema11.properties.requireAgents.items.properties.anyOf.items.enum,
											parentSchema: schema11.properties.requireAgents.items.properties.anyOf.items,
											data: data23
										};
										if (vErrors === null) vErrors = [err56];
										else vErrors.push(err56);
										errors++;
									}
								}
							} else {
								const err57 = {
									instancePath: instancePath + "/requireAgents/" + i2 + "/anyOf",
									schemaPath: "#/properties/requireAgents/items/properties/anyOf/type",
									keyword: "type",
									params: { type: "array" },
									message: "must be array",
									schema: schema11.properties.requireAgents.items.properties.anyOf.type,
									parentSchema: schema11.properties.requireAgents.items.properties.anyOf,
									data: data22
								};
								if (vErrors === null) vErrors = [err57];
								else vErrors.push(err57);
								errors++;
							}
						}
						if (data20.where !== void 0) {
							let data24 = data20.where;
							if (data24 && typeof data24 == "object" && !Array.isArray(data24)) {
								for (const key5 in data24) if (!(key5 === "os" || key5 === "kind" || key5 === "name" || key5 === "tags")) {
									const err58 = {
										instancePath: instancePath + "/requireAgents/" + i2 + "/where",
										schemaPath: "#/properties/requireAgents/items/properties/where/additionalProperties",
										keyword: "additionalProperties",
										params: { additionalProperty: key5 },
										message: "must NOT have additional properties",
										schema: false,
										parentSchema: schema11.properties.requireAgents.items.properties.where,
										data: data24
									};
									if (vErrors === null) vErrors = [err58];
									else vErrors.push(err58);
									errors++;
								}
								if (data24.os !== void 0) {
									let data25 = data24.os;
									if (!(data25 === "windows" || data25 === "linux")) {
										const err59 = {
											instancePath: instancePath + "/requireAgents/" + i2 + "/where/os",
											schemaPath: "#/properties/requireAgents/items/properties/where/properties/os/enum",
											keyword: "enum",
											params: { allowedValues: schema11.properties.requireAgents.items.properties.where.properties.os.enum },
											message: "must be equal to one of the allowed values",
											schema: schema11.properties.requireAgents.items.properties.where.properties.os.enum,
											parentSchema: schema11.properties.requireAgents.items.properties.where.properties.os,
											data: data25
										};
										if (vErrors === null) vErrors = [err59];
										else vErrors.push(err59);
										errors++;
									}
								}
								if (data24.kind !== void 0) {
									let data26 = data24.kind;
									if (Array.isArray(data26)) {
										if (data26.length > 3) {
											const err60 = {
												instancePath: instancePath + "/requireAgents/" + i2 + "/where/kind",
												schemaPath: "#/properties/requireAgents/items/properties/where/properties/kind/maxItems",
												keyword: "maxItems",
												params: { limit: 3 },
												message: "must NOT have more than 3 items",
												schema: 3,
												parentSchema: schema11.properties.requireAgents.items.properties.where.properties.kind,
												data: data26
											};
											if (vErrors === null) vErrors = [err60];
											else vErrors.push(err60);
											errors++;
										}
										if (data26.length < 1) {
											const err61 = {
												instancePath: instancePath + "/requireAgents/" + i2 + "/where/kind",
												schemaPath: "#/properties/requireAgents/items/properties/where/properties/kind/minItems",
												keyword: "minItems",
												params: { limit: 1 },
												message: "must NOT have fewer than 1 items",
												schema: 1,
												parentSchema: schema11.properties.requireAgents.items.properties.where.properties.kind,
												data: data26
											};
											if (vErrors === null) vErrors = [err61];
											else vErrors.push(err61);
											errors++;
										}
										const len4 = data26.length;
										for (let i4 = 0; i4 < len4; i4++) {
											let data27 = data26[i4];
											if (!(data27 === "vm" || data27 === "vmss" || data27 === "arc")) {
												const err62 = {
													instancePath: instancePath + "/requireAgents/" + i2 + "/where/kind/" + i4,
													schemaPath: "#/properties/requireAgents/items/properties/where/properties/kind/items/enum",
													keyword: "enum",
													params: { allowedValues: schema11.properties.requireAgents.items.properties.where.properties.kind.items.enum },
													message: "must be equal to one of the allowed values",
													schema: schema11.properties.requireAgents.items.properties.where.properties.kind.items.enum,
													parentSchema: schema11.properties.requireAgents.items.properties.where.properties.kind.items,
													data: data27
												};
												if (vErrors === null) vErrors = [err62];
												else vErrors.push(err62);
												errors++;
											}
										}
									} else {
										const err63 = {
											instancePath: instancePath + "/requireAgents/" + i2 + "/where/kind",
											schemaPath: "#/properties/requireAgents/items/properties/where/properties/kind/type",
											keyword: "type",
											params: { type: "array" },
											message: "must be array",
											schema: schema11.properties.requireAgents.items.properties.where.properties.kind.type,
											parentSchema: schema11.properties.requireAgents.items.properties.where.properties.kind,
											data: data26
										};
										if (vErrors === null) vErrors = [err63];
										else vErrors.push(err63);
										errors++;
									}
								}
								if (data24.name !== void 0) {
									let data28 = data24.name;
									if (typeof data28 === "string") {
										if (data28.length > 500) {
											const err64 = {
												instancePath: instancePath + "/requireAgents/" + i2 + "/where/name",
												schemaPath: "#/properties/requireAgents/items/properties/where/properties/name/maxLength",
												keyword: "maxLength",
												params: { limit: 500 },
												message: "must NOT have more than 500 characters",
												schema: 500,
												parentSchema: schema11.properties.requireAgents.items.properties.where.properties.name,
												data: data28
											};
											if (vErrors === null) vErrors = [err64];
											else vErrors.push(err64);
											errors++;
										}
										if (!pattern1.test(data28)) {
											const err65 = {
												instancePath: instancePath + "/requireAgents/" + i2 + "/where/name",
												schemaPath: "#/properties/requireAgents/items/properties/where/properties/name/pattern",
												keyword: "pattern",
												params: { pattern: "\\S" },
												message: "must match pattern \"\\S\"",
												schema: "\\S",
												parentSchema: schema11.properties.requireAgents.items.properties.where.properties.name,
												data: data28
											};
											if (vErrors === null) vErrors = [err65];
											else vErrors.push(err65);
											errors++;
										}
									} else {
										const err66 = {
											instancePath: instancePath + "/requireAgents/" + i2 + "/where/name",
											schemaPath: "#/properties/requireAgents/items/properties/where/properties/name/type",
											keyword: "type",
											params: { type: "string" },
											message: "must be string",
											schema: schema11.properties.requireAgents.items.properties.where.properties.name.type,
											parentSchema: schema11.properties.requireAgents.items.properties.where.properties.name,
											data: data28
										};
										if (vErrors === null) vErrors = [err66];
										else vErrors.push(err66);
										errors++;
									}
								}
								if (data24.tags !== void 0) {
									let data29 = data24.tags;
									if (data29 && typeof data29 == "object" && !Array.isArray(data29)) {
										if (Object.keys(data29).length > 50) {
											const err67 = {
												instancePath: instancePath + "/requireAgents/" + i2 + "/where/tags",
												schemaPath: "#/properties/requireAgents/items/properties/where/properties/tags/maxProperties",
												keyword: "maxProperties",
												params: { limit: 50 },
												message: "must NOT have more than 50 properties",
												schema: 50,
												parentSchema: schema11.properties.requireAgents.items.properties.where.properties.tags,
												data: data29
											};
											if (vErrors === null) vErrors = [err67];
											else vErrors.push(err67);
											errors++;
										}
										for (const key6 in data29) {
											let data30 = data29[key6];
											if (typeof data30 === "string") {
												if (data30.length > 500) {
													const err68 = {
														instancePath: instancePath + "/requireAgents/" + i2 + "/where/tags/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),
														schemaPath: "#/properties/requireAgents/items/properties/where/properties/tags/additionalProperties/maxLength",
														keyword: "maxLength",
														params: { limit: 500 },
														message: "must NOT have more than 500 characters",
														schema: 500,
														parentSchema: schema11.properties.requireAgents.items.properties.where.properties.tags.additionalProperties,
														data: data30
													};
													if (vErrors === null) vErrors = [err68];
													else vErrors.push(err68);
													errors++;
												}
											} else {
												const err69 = {
													instancePath: instancePath + "/requireAgents/" + i2 + "/where/tags/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),
													schemaPath: "#/properties/requireAgents/items/properties/where/properties/tags/additionalProperties/type",
													keyword: "type",
													params: { type: "string" },
													message: "must be string",
													schema: schema11.properties.requireAgents.items.properties.where.properties.tags.additionalProperties.type,
													parentSchema: schema11.properties.requireAgents.items.properties.where.properties.tags.additionalProperties,
													data: data30
												};
												if (vErrors === null) vErrors = [err69];
												else vErrors.push(err69);
												errors++;
											}
										}
									} else {
										const err70 = {
											instancePath: instancePath + "/requireAgents/" + i2 + "/where/tags",
											schemaPath: "#/properties/requireAgents/items/properties/where/properties/tags/type",
											keyword: "type",
											params: { type: "object" },
											message: "must be object",
											schema: schema11.properties.requireAgents.items.properties.where.properties.tags.type,
											parentSchema: schema11.properties.requireAgents.items.properties.where.properties.tags,
											data: data29
										};
										if (vErrors === null) vErrors = [err70];
										else vErrors.push(err70);
										errors++;
									}
								}
							} else {
								const err71 = {
									instancePath: instancePath + "/requireAgents/" + i2 + "/where",
									schemaPath: "#/properties/requireAgents/items/properties/where/type",
									keyword: "type",
									params: { type: "object" },
									message: "must be object",
									schema: schema11.properties.requireAgents.items.properties.where.type,
									parentSchema: schema11.properties.requireAgents.items.properties.where,
									data: data24
								};
								if (vErrors === null) vErrors = [err71];
								else vErrors.push(err71);
								errors++;
							}
						}
					} else {
						const err72 = {
							instancePath: instancePath + "/requireAgents/" + i2,
							schemaPath: "#/properties/requireAgents/items/type",
							keyword: "type",
							params: { type: "object" },
							message: "must be object",
							schema: schema11.properties.requireAgents.items.type,
							parentSchema: schema11.properties.requireAgents.items,
							data: data20
						};
						if (vErrors === null) vErrors = [err72];
						else vErrors.push(err72);
						errors++;
					}
				}
			} else {
				const err73 = {
					instancePath: instancePath + "/requireAgents",
					schemaPath: "#/properties/requireAgents/type",
					keyword: "type",
					params: { type: "array" },
					message: "must be array",
					schema: schema11.properties.requireAgents.type,
					parentSchema: schema11.properties.requireAgents,
					data: data19
				};
				if (vErrors === null) vErrors = [err73];
				else vErrors.push(err73);
				errors++;
			}
		}
		if (data.bakedIn !== void 0) {
			let data31 = data.bakedIn;
			if (Array.isArray(data31)) {
				if (data31.length > 100) {
					const err74 = {
						instancePath: instancePath + "/bakedIn",
						schemaPath: "#/properties/bakedIn/maxItems",
						keyword: "maxItems",
						params: { limit: 100 },
						message: "must NOT have more than 100 items",
						schema: 100,
						parentSchema: schema11.properties.bakedIn,
						data: data31
					};
					if (vErrors === null) vErrors = [err74];
					else vErrors.push(err74);
					errors++;
				}
				const len5 = data31.length;
				for (let i5 = 0; i5 < len5; i5++) {
					let data32 = data31[i5];
					if (data32 && typeof data32 == "object" && !Array.isArray(data32)) {
						if (data32.agent === void 0) {
							const err75 = {
								instancePath: instancePath + "/bakedIn/" + i5,
								schemaPath: "#/properties/bakedIn/items/required",
								keyword: "required",
								params: { missingProperty: "agent" },
								message: "must have required property 'agent'",
								schema: schema11.properties.bakedIn.items.required,
								parentSchema: schema11.properties.bakedIn.items,
								data: data32
							};
							if (vErrors === null) vErrors = [err75];
							else vErrors.push(err75);
							errors++;
						}
						if (data32.images === void 0) {
							const err76 = {
								instancePath: instancePath + "/bakedIn/" + i5,
								schemaPath: "#/properties/bakedIn/items/required",
								keyword: "required",
								params: { missingProperty: "images" },
								message: "must have required property 'images'",
								schema: schema11.properties.bakedIn.items.required,
								parentSchema: schema11.properties.bakedIn.items,
								data: data32
							};
							if (vErrors === null) vErrors = [err76];
							else vErrors.push(err76);
							errors++;
						}
						for (const key7 in data32) if (!(key7 === "agent" || key7 === "images")) {
							const err77 = {
								instancePath: instancePath + "/bakedIn/" + i5,
								schemaPath: "#/properties/bakedIn/items/additionalProperties",
								keyword: "additionalProperties",
								params: { additionalProperty: key7 },
								message: "must NOT have additional properties",
								schema: false,
								parentSchema: schema11.properties.bakedIn.items,
								data: data32
							};
							if (vErrors === null) vErrors = [err77];
							else vErrors.push(err77);
							errors++;
						}
						if (data32.agent !== void 0) {
							let data33 = data32.agent;
							if (!(data33 === "qualys" || data33 === "mdvm" || data33 === "mde" || data33 === "ama" || data33 === "guest-configuration")) {
								const err78 = {
									instancePath: instancePath + "/bakedIn/" + i5 + "/agent",
									schemaPath: "#/properties/bakedIn/items/properties/agent/enum",
									keyword: "enum",
									params: { allowedValues: schema11.properties.bakedIn.items.properties.agent.enum },
									message: "must be equal to one of the allowed values",
									schema: schema11.properties.bakedIn.items.properties.agent.enum,
									parentSchema: schema11.properties.bakedIn.items.properties.agent,
									data: data33
								};
								if (vErrors === null) vErrors = [err78];
								else vErrors.push(err78);
								errors++;
							}
						}
						if (data32.images !== void 0) {
							let data34 = data32.images;
							if (Array.isArray(data34)) {
								if (data34.length > 1e3) {
									const err79 = {
										instancePath: instancePath + "/bakedIn/" + i5 + "/images",
										schemaPath: "#/properties/bakedIn/items/properties/images/maxItems",
										keyword: "maxItems",
										params: { limit: 1e3 },
										message: "must NOT have more than 1000 items",
										schema: 1e3,
										parentSchema: schema11.properties.bakedIn.items.properties.images,
										data: data34
									};
									if (vErrors === null) vErrors = [err79];
									else vErrors.push(err79);
									errors++;
								}
								if (data34.length < 1) {
									const err80 = {
										instancePath: instancePath + "/bakedIn/" + i5 + "/images",
										schemaPath: "#/properties/bakedIn/items/properties/images/minItems",
										keyword: "minItems",
										params: { limit: 1 },
										message: "must NOT have fewer than 1 items",
										schema: 1,
										parentSchema: schema11.properties.bakedIn.items.properties.images,
										data: data34
									};
									if (vErrors === null) vErrors = [err80];
									else vErrors.push(err80);
									errors++;
								}
								const len6 = data34.length;
								for (let i6 = 0; i6 < len6; i6++) {
									let data35 = data34[i6];
									if (typeof data35 === "string") {
										if (data35.length > 500) {
											const err81 = {
												instancePath: instancePath + "/bakedIn/" + i5 + "/images/" + i6,
												schemaPath: "#/properties/bakedIn/items/properties/images/items/maxLength",
												keyword: "maxLength",
												params: { limit: 500 },
												message: "must NOT have more than 500 characters",
												schema: 500,
												parentSchema: schema11.properties.bakedIn.items.properties.images.items,
												data: data35
											};
											if (vErrors === null) vErrors = [err81];
											else vErrors.push(err81);
											errors++;
										}
										if (!pattern1.test(data35)) {
											const err82 = {
												instancePath: instancePath + "/bakedIn/" + i5 + "/images/" + i6,
												schemaPath: "#/properties/bakedIn/items/properties/images/items/pattern",
												keyword: "pattern",
												params: { pattern: "\\S" },
												message: "must match pattern \"\\S\"",
												schema: "\\S",
												parentSchema: schema11.properties.bakedIn.items.properties.images.items,
												data: data35
											};
											if (vErrors === null) vErrors = [err82];
											else vErrors.push(err82);
											errors++;
										}
									} else {
										const err83 = {
											instancePath: instancePath + "/bakedIn/" + i5 + "/images/" + i6,
											schemaPath: "#/properties/bakedIn/items/properties/images/items/type",
											keyword: "type",
											params: { type: "string" },
											message: "must be string",
											schema: schema11.properties.bakedIn.items.properties.images.items.type,
											parentSchema: schema11.properties.bakedIn.items.properties.images.items,
											data: data35
										};
										if (vErrors === null) vErrors = [err83];
										else vErrors.push(err83);
										errors++;
									}
								}
							} else {
								const err84 = {
									instancePath: instancePath + "/bakedIn/" + i5 + "/images",
									schemaPath: "#/properties/bakedIn/items/properties/images/type",
									keyword: "type",
									params: { type: "array" },
									message: "must be array",
									schema: schema11.properties.bakedIn.items.properties.images.type,
									parentSchema: schema11.properties.bakedIn.items.properties.images,
									data: data34
								};
								if (vErrors === null) vErrors = [err84];
								else vErrors.push(err84);
								errors++;
							}
						}
					} else {
						const err85 = {
							instancePath: instancePath + "/bakedIn/" + i5,
							schemaPath: "#/properties/bakedIn/items/type",
							keyword: "type",
							params: { type: "object" },
							message: "must be object",
							schema: schema11.properties.bakedIn.items.type,
							parentSchema: schema11.properties.bakedIn.items,
							data: data32
						};
						if (vErrors === null) vErrors = [err85];
						else vErrors.push(err85);
						errors++;
					}
				}
			} else {
				const err86 = {
					instancePath: instancePath + "/bakedIn",
					schemaPath: "#/properties/bakedIn/type",
					keyword: "type",
					params: { type: "array" },
					message: "must be array",
					schema: schema11.properties.bakedIn.type,
					parentSchema: schema11.properties.bakedIn,
					data: data31
				};
				if (vErrors === null) vErrors = [err86];
				else vErrors.push(err86);
				errors++;
			}
		}
		if (data.deployments !== void 0) {
			let data36 = data.deployments;
			if (Array.isArray(data36)) {
				if (data36.length > 1e3) {
					const err87 = {
						instancePath: instancePath + "/deployments",
						schemaPath: "#/properties/deployments/maxItems",
						keyword: "maxItems",
						params: { limit: 1e3 },
						message: "must NOT have more than 1000 items",
						schema: 1e3,
						parentSchema: schema11.properties.deployments,
						data: data36
					};
					if (vErrors === null) vErrors = [err87];
					else vErrors.push(err87);
					errors++;
				}
				const len7 = data36.length;
				for (let i7 = 0; i7 < len7; i7++) {
					let data37 = data36[i7];
					if (Array.isArray(data37)) {
						if (data37.length > 100) {
							const err88 = {
								instancePath: instancePath + "/deployments/" + i7,
								schemaPath: "#/properties/deployments/items/maxItems",
								keyword: "maxItems",
								params: { limit: 100 },
								message: "must NOT have more than 100 items",
								schema: 100,
								parentSchema: schema11.properties.deployments.items,
								data: data37
							};
							if (vErrors === null) vErrors = [err88];
							else vErrors.push(err88);
							errors++;
						}
						if (data37.length < 2) {
							const err89 = {
								instancePath: instancePath + "/deployments/" + i7,
								schemaPath: "#/properties/deployments/items/minItems",
								keyword: "minItems",
								params: { limit: 2 },
								message: "must NOT have fewer than 2 items",
								schema: 2,
								parentSchema: schema11.properties.deployments.items,
								data: data37
							};
							if (vErrors === null) vErrors = [err89];
							else vErrors.push(err89);
							errors++;
						}
						const len8 = data37.length;
						for (let i8 = 0; i8 < len8; i8++) {
							let data38 = data37[i8];
							if (typeof data38 === "string") {
								if (data38.length > 500) {
									const err90 = {
										instancePath: instancePath + "/deployments/" + i7 + "/" + i8,
										schemaPath: "#/properties/deployments/items/items/maxLength",
										keyword: "maxLength",
										params: { limit: 500 },
										message: "must NOT have more than 500 characters",
										schema: 500,
										parentSchema: schema11.properties.deployments.items.items,
										data: data38
									};
									if (vErrors === null) vErrors = [err90];
									else vErrors.push(err90);
									errors++;
								}
								if (!pattern1.test(data38)) {
									const err91 = {
										instancePath: instancePath + "/deployments/" + i7 + "/" + i8,
										schemaPath: "#/properties/deployments/items/items/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.deployments.items.items,
										data: data38
									};
									if (vErrors === null) vErrors = [err91];
									else vErrors.push(err91);
									errors++;
								}
							} else {
								const err92 = {
									instancePath: instancePath + "/deployments/" + i7 + "/" + i8,
									schemaPath: "#/properties/deployments/items/items/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.deployments.items.items.type,
									parentSchema: schema11.properties.deployments.items.items,
									data: data38
								};
								if (vErrors === null) vErrors = [err92];
								else vErrors.push(err92);
								errors++;
							}
						}
					} else {
						const err93 = {
							instancePath: instancePath + "/deployments/" + i7,
							schemaPath: "#/properties/deployments/items/type",
							keyword: "type",
							params: { type: "array" },
							message: "must be array",
							schema: schema11.properties.deployments.items.type,
							parentSchema: schema11.properties.deployments.items,
							data: data37
						};
						if (vErrors === null) vErrors = [err93];
						else vErrors.push(err93);
						errors++;
					}
				}
			} else {
				const err94 = {
					instancePath: instancePath + "/deployments",
					schemaPath: "#/properties/deployments/type",
					keyword: "type",
					params: { type: "array" },
					message: "must be array",
					schema: schema11.properties.deployments.type,
					parentSchema: schema11.properties.deployments,
					data: data36
				};
				if (vErrors === null) vErrors = [err94];
				else vErrors.push(err94);
				errors++;
			}
		}
		if (data.undecided !== void 0) {
			let data39 = data.undecided;
			if (data39 && typeof data39 == "object" && !Array.isArray(data39)) {
				for (const key8 in data39) if (!(key8 === "agents" || key8 === "others")) {
					const err95 = {
						instancePath: instancePath + "/undecided",
						schemaPath: "#/properties/undecided/additionalProperties",
						keyword: "additionalProperties",
						params: { additionalProperty: key8 },
						message: "must NOT have additional properties",
						schema: false,
						parentSchema: schema11.properties.undecided,
						data: data39
					};
					if (vErrors === null) vErrors = [err95];
					else vErrors.push(err95);
					errors++;
				}
				if (data39.agents !== void 0) {
					let data40 = data39.agents;
					if (!(data40 === "close" || data40 === "report")) {
						const err96 = {
							instancePath: instancePath + "/undecided/agents",
							schemaPath: "#/properties/undecided/properties/agents/enum",
							keyword: "enum",
							params: { allowedValues: schema11.properties.undecided.properties.agents.enum },
							message: "must be equal to one of the allowed values",
							schema: schema11.properties.undecided.properties.agents.enum,
							parentSchema: schema11.properties.undecided.properties.agents,
							data: data40
						};
						if (vErrors === null) vErrors = [err96];
						else vErrors.push(err96);
						errors++;
					}
				}
				if (data39.others !== void 0) {
					let data41 = data39.others;
					if (!(data41 === "close" || data41 === "report")) {
						const err97 = {
							instancePath: instancePath + "/undecided/others",
							schemaPath: "#/properties/undecided/properties/others/enum",
							keyword: "enum",
							params: { allowedValues: schema11.properties.undecided.properties.others.enum },
							message: "must be equal to one of the allowed values",
							schema: schema11.properties.undecided.properties.others.enum,
							parentSchema: schema11.properties.undecided.properties.others,
							data: data41
						};
						if (vErrors === null) vErrors = [err97];
						else vErrors.push(err97);
						errors++;
					}
				}
			} else {
				const err98 = {
					instancePath: instancePath + "/undecided",
					schemaPath: "#/properties/undecided/type",
					keyword: "type",
					params: { type: "object" },
					message: "must be object",
					schema: schema11.properties.undecided.type,
					parentSchema: schema11.properties.undecided,
					data: data39
				};
				if (vErrors === null) vErrors = [err98];
				else vErrors.push(err98);
				errors++;
			}
		}
		if (data.suppressions !== void 0) {
			let data42 = data.suppressions;
			if (data42 && typeof data42 == "object" && !Array.isArray(data42)) {
				for (const key9 in data42) if (!(key9 === "inline")) {
					const err99 = {
						instancePath: instancePath + "/suppressions",
						schemaPath: "#/properties/suppressions/additionalProperties",
						keyword: "additionalProperties",
						params: { additionalProperty: key9 },
						message: "must NOT have additional properties",
						schema: false,
						parentSchema: schema11.properties.suppressions,
						data: data42
					};
					if (vErrors === null) vErrors = [err99];
					else vErrors.push(err99);
					errors++;
				}
				if (data42.inline !== void 0) {
					let data43 = data42.inline;
					if (!(data43 === "forbidden" || data43 === "with-reason" || data43 === "allowed")) {
						const err100 = {
							instancePath: instancePath + "/suppressions/inline",
							schemaPath: "#/properties/suppressions/properties/inline/enum",
							keyword: "enum",
							params: { allowedValues: schema11.properties.suppressions.properties.inline.enum },
							message: "must be equal to one of the allowed values",
							schema: schema11.properties.suppressions.properties.inline.enum,
							parentSchema: schema11.properties.suppressions.properties.inline,
							data: data43
						};
						if (vErrors === null) vErrors = [err100];
						else vErrors.push(err100);
						errors++;
					}
				}
			} else {
				const err101 = {
					instancePath: instancePath + "/suppressions",
					schemaPath: "#/properties/suppressions/type",
					keyword: "type",
					params: { type: "object" },
					message: "must be object",
					schema: schema11.properties.suppressions.type,
					parentSchema: schema11.properties.suppressions,
					data: data42
				};
				if (vErrors === null) vErrors = [err101];
				else vErrors.push(err101);
				errors++;
			}
		}
		if (data.approved !== void 0) {
			let data44 = data.approved;
			if (data44 && typeof data44 == "object" && !Array.isArray(data44)) {
				for (const key10 in data44) if (!(key10 === "publishers" || key10 === "images")) {
					const err102 = {
						instancePath: instancePath + "/approved",
						schemaPath: "#/properties/approved/additionalProperties",
						keyword: "additionalProperties",
						params: { additionalProperty: key10 },
						message: "must NOT have additional properties",
						schema: false,
						parentSchema: schema11.properties.approved,
						data: data44
					};
					if (vErrors === null) vErrors = [err102];
					else vErrors.push(err102);
					errors++;
				}
				if (data44.publishers !== void 0) {
					let data45 = data44.publishers;
					if (Array.isArray(data45)) {
						if (data45.length > 1e3) {
							const err103 = {
								instancePath: instancePath + "/approved/publishers",
								schemaPath: "#/properties/approved/properties/publishers/maxItems",
								keyword: "maxItems",
								params: { limit: 1e3 },
								message: "must NOT have more than 1000 items",
								schema: 1e3,
								parentSchema: schema11.properties.approved.properties.publishers,
								data: data45
							};
							if (vErrors === null) vErrors = [err103];
							else vErrors.push(err103);
							errors++;
						}
						const len9 = data45.length;
						for (let i9 = 0; i9 < len9; i9++) {
							let data46 = data45[i9];
							if (typeof data46 === "string") {
								if (data46.length > 200) {
									const err104 = {
										instancePath: instancePath + "/approved/publishers/" + i9,
										schemaPath: "#/properties/approved/properties/publishers/items/maxLength",
										keyword: "maxLength",
										params: { limit: 200 },
										message: "must NOT have more than 200 characters",
										schema: 200,
										parentSchema: schema11.properties.approved.properties.publishers.items,
										data: data46
									};
									if (vErrors === null) vErrors = [err104];
									else vErrors.push(err104);
									errors++;
								}
								if (!pattern1.test(data46)) {
									const err105 = {
										instancePath: instancePath + "/approved/publishers/" + i9,
										schemaPath: "#/properties/approved/properties/publishers/items/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.approved.properties.publishers.items,
										data: data46
									};
									if (vErrors === null) vErrors = [err105];
									else vErrors.push(err105);
									errors++;
								}
							} else {
								const err106 = {
									instancePath: instancePath + "/approved/publishers/" + i9,
									schemaPath: "#/properties/approved/properties/publishers/items/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.approved.properties.publishers.items.type,
									parentSchema: schema11.properties.approved.properties.publishers.items,
									data: data46
								};
								if (vErrors === null) vErrors = [err106];
								else vErrors.push(err106);
								errors++;
							}
						}
					} else {
						const err107 = {
							instancePath: instancePath + "/approved/publishers",
							schemaPath: "#/properties/approved/properties/publishers/type",
							keyword: "type",
							params: { type: "array" },
							message: "must be array",
							schema: schema11.properties.approved.properties.publishers.type,
							parentSchema: schema11.properties.approved.properties.publishers,
							data: data45
						};
						if (vErrors === null) vErrors = [err107];
						else vErrors.push(err107);
						errors++;
					}
				}
				if (data44.images !== void 0) {
					let data47 = data44.images;
					if (Array.isArray(data47)) {
						if (data47.length > 1e3) {
							const err108 = {
								instancePath: instancePath + "/approved/images",
								schemaPath: "#/properties/approved/properties/images/maxItems",
								keyword: "maxItems",
								params: { limit: 1e3 },
								message: "must NOT have more than 1000 items",
								schema: 1e3,
								parentSchema: schema11.properties.approved.properties.images,
								data: data47
							};
							if (vErrors === null) vErrors = [err108];
							else vErrors.push(err108);
							errors++;
						}
						const len10 = data47.length;
						for (let i10 = 0; i10 < len10; i10++) {
							let data48 = data47[i10];
							if (typeof data48 === "string") {
								if (data48.length > 500) {
									const err109 = {
										instancePath: instancePath + "/approved/images/" + i10,
										schemaPath: "#/properties/approved/properties/images/items/maxLength",
										keyword: "maxLength",
										params: { limit: 500 },
										message: "must NOT have more than 500 characters",
										schema: 500,
										parentSchema: schema11.properties.approved.properties.images.items,
										data: data48
									};
									if (vErrors === null) vErrors = [err109];
									else vErrors.push(err109);
									errors++;
								}
								if (!pattern1.test(data48)) {
									const err110 = {
										instancePath: instancePath + "/approved/images/" + i10,
										schemaPath: "#/properties/approved/properties/images/items/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.approved.properties.images.items,
										data: data48
									};
									if (vErrors === null) vErrors = [err110];
									else vErrors.push(err110);
									errors++;
								}
							} else {
								const err111 = {
									instancePath: instancePath + "/approved/images/" + i10,
									schemaPath: "#/properties/approved/properties/images/items/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.approved.properties.images.items.type,
									parentSchema: schema11.properties.approved.properties.images.items,
									data: data48
								};
								if (vErrors === null) vErrors = [err111];
								else vErrors.push(err111);
								errors++;
							}
						}
					} else {
						const err112 = {
							instancePath: instancePath + "/approved/images",
							schemaPath: "#/properties/approved/properties/images/type",
							keyword: "type",
							params: { type: "array" },
							message: "must be array",
							schema: schema11.properties.approved.properties.images.type,
							parentSchema: schema11.properties.approved.properties.images,
							data: data47
						};
						if (vErrors === null) vErrors = [err112];
						else vErrors.push(err112);
						errors++;
					}
				}
			} else {
				const err113 = {
					instancePath: instancePath + "/approved",
					schemaPath: "#/properties/approved/type",
					keyword: "type",
					params: { type: "object" },
					message: "must be object",
					schema: schema11.properties.approved.type,
					parentSchema: schema11.properties.approved,
					data: data44
				};
				if (vErrors === null) vErrors = [err113];
				else vErrors.push(err113);
				errors++;
			}
		}
	} else {
		const err114 = {
			instancePath,
			schemaPath: "#/type",
			keyword: "type",
			params: { type: "object" },
			message: "must be object",
			schema: schema11.type,
			parentSchema: schema11,
			data
		};
		if (vErrors === null) vErrors = [err114];
		else vErrors.push(err114);
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

// src/policy/template-policy.ts
/** What the schema cannot say of it: each requirement names `agent` or `anyOf`, not both. */
function* problemsOfTemplates(file) {
	for (const [index, { agent, anyOf }] of (file.requireAgents ?? []).entries()) if (agent === void 0 === (anyOf === void 0)) {
		const text = `requireAgents[${index}] ${agent === void 0 ? "names no agent" : "names both agent and anyOf"}: write agent: NAME, or anyOf: [NAME, …]`;
		yield {
			path: ["requireAgents", index],
			text
		};
	}
}
/** The templates' part of the policy of the file at `path`. */
function templatePolicyOf(file, path) {
	const { requireAgents, bakedIn, deployments, suppressions, approved } = file;
	return {
		requireAgents: requireAgents?.map(({ agent, anyOf = [], where }) => ({
			anyOf: agent === void 0 ? anyOf : [agent],
			...where === void 0 ? {} : { where }
		})) ?? defaultTemplatePolicy.requireAgents,
		bakedIn: bakedIn ?? defaultTemplatePolicy.bakedIn,
		deployments: deployments ?? defaultTemplatePolicy.deployments,
		folder: dirname(path),
		inlineSuppressions: suppressions?.inline ?? defaultTemplatePolicy.inlineSuppressions,
		...approved?.publishers === void 0 ? {} : { approvedPublishers: approved.publishers },
		...approved?.images === void 0 ? {} : { approvedImages: approved.images }
	};
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
/** What the schema cannot say: days of the calendar, coverage names, agents named once. */
function* problemsOfMeaning(file) {
	yield* problemsOfTemplates(file);
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
		})),
		undecided: {
			...defaultPolicy.undecided,
			...file.undecided
		},
		templates: templatePolicyOf(file, path)
	};
}

export { parsePolicy };