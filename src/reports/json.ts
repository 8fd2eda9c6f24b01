// The result as it is; docs/result.schema.json describes it.

import type { Report } from './report.ts';
import { safeJson, safeJsonParts } from './safe-json.ts';

export const json: Report = {
  format: 'json',
  extension: '.json',
  render: (result) => safeJson(result),
  parts: (result) => safeJsonParts(result),
};
