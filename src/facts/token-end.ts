/**
 * When a password ends, told by itself. Registries of the clouds give out tokens that live for hours, and those of ECR
 * and Azure have their end written in them. The password is looked at and not kept.
 */
import { base64Text } from "./base64-text.ts";

/** Null where it does not say: a real password, or an opaque token such as Google's. */
export function tokenEnd(password: string): Date | null {
  return endOfWebToken(password) ?? endOfEcrToken(password);
}

/** Azure's refresh tokens, OpenShift's and many others are web tokens: `exp` is in seconds (RFC 7519, 4.1.4). */
function endOfWebToken(password: string): Date | null {
  const [header, body, ...rest] = password.split(".");
  if (header === undefined || body === undefined || rest.length !== 1 || !header.startsWith("ey")) return null;
  return instantOf(fieldsOf(body)?.["exp"]);
}

/** What `aws ecr get-login-password` prints is base64 of JSON: payload, datakey, version, type, expiration. */
function endOfEcrToken(password: string): Date | null {
  if (!password.startsWith("ey")) return null;
  const fields = fieldsOf(password);
  return fields !== null && "payload" in fields ? instantOf(fields["expiration"]) : null;
}

function fieldsOf(base64: string): Readonly<Record<string, unknown>> | null {
  const text = base64Text(base64.replaceAll("-", "+").replaceAll("_", "/").trim());
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    // No JSON in it: then it is a password.
    return null;
  }
}

function instantOf(seconds: unknown): Date | null {
  if (typeof seconds !== "number" || !(seconds > 0) || seconds > 1e11) return null;
  return new Date(seconds * 1000);
}
