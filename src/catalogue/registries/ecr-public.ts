/**
 * Amazon ECR Public: anybody may pull, and a login only raises the limits.
 *
 *  - Logins: docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html
 *  - Limits: docs.aws.amazon.com/AmazonECR/latest/public/public-service-quotas.html
 */
import { fix, namesOf } from "../commands.ts";
import { PULL_SECRETS_NOTE, showPullSecrets } from "../fixes/pull-secrets.ts";
import { connectsTo, type Registry } from "./registry.ts";

export const ecrPublic: Registry = {
  login: () => ({
    user: "AWS",
    password: '"$(aws ecr-public get-login-password --region us-east-1)"',
    note: "Such a token lives 12 hours and comes from us-east-1 wherever the cluster is, so a job has to renew the secret.",
  }),
  refusals: [
    {
      words: /authorization token has expired/i,
      cure: (facts) =>
        fix(
          "Take the token out: everything here is public",
          [showPullSecrets(namesOf(facts))],
          `${PULL_SECRETS_NOTE} A token that has ended is refused even for public images. Without the secret, or without its entry for public.ecr.aws, the pull goes through.`,
        ),
    },
  ],
  limit:
    "ECR Public allows one pull a second without a login and ten with one, and 500 GB a month without one; pulls from EC2, ECS and Fargate count as if logged in.",
  tagsPage: ({ image }) =>
    image === null ? null : `A browser shows the tags at https://gallery.ecr.aws/${image.repository}.`,
  hosts: () => connectsTo("public.ecr.aws and *.cloudfront.net"),
  statusPage: () => "https://health.aws.amazon.com/health/status",
};
