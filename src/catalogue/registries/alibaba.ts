/**
 * Alibaba Cloud's registry, personal and enterprise edition.
 *
 *  - Passwords: alibabacloud.com/help/en/acr/user-guide/configure-access-credentials (the registry's own, without end;
 *    temporary ones for an hour; a RAM user has its own and not the account's)
 *  - Ways in: alibabacloud.com/help, "Configure access over VPCs", "Configure access over the Internet"
 */
import type { Registry } from "./registry.ts";

export const alibaba: Registry = {
  login: () => ({
    user: "ACCOUNT",
    password: "PASSWORD",
    note: "ACCOUNT is the Alibaba Cloud account or RAM user, PASSWORD the registry's own, set under Access Credential in its console: a RAM user has one of its own. A temporary password ends after an hour and will not do for a pull secret.",
  }),
  right:
    "A RAM user needs a policy that allows cr:PullRepository on this repository; an instance of the enterprise edition also has to admit the nodes' network (Access Control: Internet list or VPC).",
  tagsPage: () => "The tags are shown at https://cr.console.aliyun.com.",
  isPublic: true,
};
