/** Before any test: whoever runs them may have causes of their own, and no test is about those. */
import { tmpdir } from "node:os";
import { join } from "node:path";

process.env["XDG_CONFIG_HOME"] = process.env["APPDATA"] = join(tmpdir(), "pullcheck-without-configuration");
