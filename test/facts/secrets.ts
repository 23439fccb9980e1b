/** Pull secrets for tests; the passwords in them are to be seen nowhere. */
export const HIDDEN = ["Tr0ub4dor&3", "deploy-bot", "s3cr3t-s1gnature"] as const;

const base64 = (text: string): string => Buffer.from(text).toString("base64");

export const LOGIN = { username: HIDDEN[1], password: HIDDEN[0] };

/** A login as kubectl create secret docker-registry writes it. */
export function withAuth(password: string = HIDDEN[0], username: string = HIDDEN[1]) {
  return { username, password, auth: base64(`${username}:${password}`) };
}

export function dockerConfig(auths: unknown, more: object = {}) {
  return pullSecret({ data: { ".dockerconfigjson": base64(JSON.stringify({ auths })) }, ...more });
}

export function pullSecret(more: object = {}) {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: "regcred",
      namespace: "default",
      annotations: { "kubectl.kubernetes.io/last-applied-configuration": `{"data":"${base64(HIDDEN[0])}"}` },
    },
    type: "kubernetes.io/dockerconfigjson",
    data: {},
    ...more,
  };
}

/** What aws ecr get-login-password prints. */
export function ecrToken(end: Date): string {
  return base64(
    JSON.stringify({
      payload: HIDDEN[2],
      datakey: "AQ==",
      version: "2",
      type: "DATA_KEY",
      expiration: end.getTime() / 1000,
    }),
  );
}

/** What az acr login gives, and many others. */
export function webToken(end: Date): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256", typ: "JWT" })}.${part({ exp: end.getTime() / 1000, jti: "ünïcode" })}.${HIDDEN[2]}`;
}
