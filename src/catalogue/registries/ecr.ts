/**
 * Amazon ECR. It knows the nodes: a pull secret is the wrong cure there, since its token ends after 12 hours.
 *
 *  - Roles of nodes: docs.aws.amazon.com/eks/latest/userguide/create-node-role.html (which names the policy
 *    AmazonEC2ContainerRegistryPullOnly), of Fargate …/pod-execution-role.html (AmazonEKSFargatePodExecutionRolePolicy)
 *  - Tokens: docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
 *  - Other accounts: …/userguide/repository-policies.html
 *  - Pull-through cache: …/userguide/pull-through-cache-iam.html
 *  - What "because no … policy allows" and "explicit deny" mean:
 *    docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 *  - Quotas: …/userguide/service-quotas.html; endpoints: …/userguide/vpc-endpoints.html
 */
import { ecrLocation } from "../../image/registry.ts";
import { type Command, type Cure, changes, fix, inspect, namesOf, quote } from "../commands.ts";
import type { Facts } from "../define.ts";
import { PULL_SECRETS_NOTE, showPullSecrets } from "../fixes/pull-secrets.ts";
import { TRIES_AGAIN } from "../fixes/reach.ts";
import { hostIn, type Registry } from "./registry.ts";

interface Place {
  readonly account: string;
  readonly region: string;
}

/** Account and region of the image's registry; words in CAPITALS where the host does not say. */
function placeOf(facts: Facts): Place {
  const found = ecrLocation(hostIn(facts));
  return {
    account: found !== null && /^\d{12}$/.test(found.account) ? found.account : "ACCOUNT",
    region: found !== null && /^[a-z0-9-]+$/.test(found.region) ? found.region : "REGION",
  };
}

/** `--registry-id`, `--region` and the repository of an image in ECR. */
function repositoryArguments(facts: Facts): string {
  const repository = facts.image === null ? "REPOSITORY" : quote(facts.image.repository);
  return `${registryArguments(facts)} --repository-name ${repository}`;
}

function registryArguments(facts: Facts): string {
  const { account, region } = placeOf(facts);
  return `--registry-id ${account} --region ${region}`;
}

function showRepositoryPolicy(facts: Facts): Command {
  return inspect(`aws ecr get-repository-policy ${repositoryArguments(facts)}`);
}

/** The name of a policy of Amazon's own, in the partition of the registry. */
function policyOfAmazon(facts: Facts, name: string): string {
  const { region } = placeOf(facts);
  const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return `arn:${partition}:iam::aws:policy/${name}`;
}

const NODE_ROLE =
  "NODEGROUP is the node's label eks.amazonaws.com/nodegroup, CLUSTER the name in EKS, NODE-ROLE the last part of what the first command prints";
const WRONG_CURE =
  "A pull secret is the wrong cure: its token lives 12 hours, and a login that has ended is refused even where the role would do.";

function letIn(facts: Facts): Cure {
  if (/^fargate-/.test(facts.failure.node ?? ""))
    return fix(
      "Let the pod execution role of Fargate pull from ECR",
      [
        inspect(
          "aws eks describe-fargate-profile --cluster-name CLUSTER --fargate-profile-name PROFILE --query fargateProfile.podExecutionRoleArn",
        ),
        inspect("aws iam list-attached-role-policies --role-name ROLE"),
        changes(
          `aws iam attach-role-policy --role-name ROLE --policy-arn ${policyOfAmazon(facts, "AmazonEKSFargatePodExecutionRolePolicy")}`,
        ),
      ],
      `The pod runs on Fargate, so neither the role of node groups nor that of its service account counts. PROFILE is the pod's label eks.amazonaws.com/fargate-profile, CLUSTER the name in EKS, ROLE the last part of what the first command prints. ${WRONG_CURE}`,
    );
  return fix(
    "Let the nodes' role pull from ECR",
    [
      inspect(
        "aws eks describe-nodegroup --cluster-name CLUSTER --nodegroup-name NODEGROUP --query nodegroup.nodeRole",
      ),
      inspect("aws iam list-attached-role-policies --role-name NODE-ROLE"),
      showRepositoryPolicy(facts),
      changes(
        `aws iam attach-role-policy --role-name NODE-ROLE --policy-arn ${policyOfAmazon(facts, "AmazonEC2ContainerRegistryPullOnly")}`,
      ),
    ],
    `${NODE_ROLE}; on Fargate it is the pod execution role. AmazonEC2ContainerRegistryReadOnly in the second answer does as well. A role of the pod's service account does not count: the kubelet pulls. A repository of another account also has to allow that role or its account in its own policy. ${WRONG_CURE}`,
  );
}

/** The right is there and the other account does not give it. */
function letOtherAccountIn(facts: Facts): Cure {
  return fix(
    "Have the repository's account allow the nodes' role",
    [
      showRepositoryPolicy(facts),
      changes(`aws ecr set-repository-policy ${repositoryArguments(facts)} --policy-text file://policy.json`),
    ],
    'The role belongs to another account than the repository, so both have to allow the pull. The last command, with a login of the account in --registry-id, sets the whole policy: start from what the first prints, or from {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "NODE-ROLE-ARN"}, "Action": ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]}]}. NODE-ROLE-ARN is the role behind assumed-role/ in the error, as arn:aws:iam::ITS-ACCOUNT:role/ITS-NAME.',
  );
}

export const ecr: Registry = {
  path: "The host names an account and a region; a repository of another region is not seen here, and ECR makes none by itself: create it before the first push.",
  login: (facts) => ({
    user: "AWS",
    password: `"$(aws ecr get-login-password --region ${placeOf(facts).region})"`,
    note: "Such a token lives 12 hours, so a job has to renew the secret; a role or a credential provider on the nodes lasts.",
  }),
  right:
    "The identity behind the token needs ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository; the policy AmazonEC2ContainerRegistryPullOnly holds them.",
  home: "amazon",
  letIn,
  refusals: [
    {
      words: /explicit deny/i,
      cure: (facts) =>
        fix(
          "Find the policy that denies",
          [showRepositoryPolicy(facts), inspect("aws iam list-attached-role-policies --role-name NODE-ROLE")],
          "An explicit deny counts more than any permission, so adding one does not help. The words behind it name the kind of policy: identity-based is one of NODE-ROLE, the role behind assumed-role/ in the error; resource-based is the first answer; a service control policy is the organisation's; a VPC endpoint policy is that of the endpoint ecr.api or ecr.dkr.",
        ),
    },
    {
      words: /no VPC endpoint policy allows/i,
      cure: (facts) =>
        fix(
          "Have the VPC endpoint allow the pull",
          [
            inspect(
              `aws ec2 describe-vpc-endpoints --region ${placeOf(facts).region} --query 'VpcEndpoints[].[ServiceName,PolicyDocument]' --output text`,
            ),
          ],
          "The nodes' role is allowed; the policies of the endpoints ecr.api and ecr.dkr leave this repository out.",
        ),
    },
    {
      words: /ecr:(?:BatchImportUpstreamImage|CreateRepository)/,
      cure: (facts) =>
        fix(
          "Let the nodes' role fill the pull-through cache",
          [
            inspect(`aws ecr describe-pull-through-cache-rules ${registryArguments(facts)}`),
            inspect("aws iam list-attached-role-policies --role-name NODE-ROLE"),
          ],
          "The first pull of an image through a cache rule imports it, and makes its repository: beside the right to pull, NODE-ROLE (behind assumed-role/ in the error) needs ecr:BatchImportUpstreamImage and ecr:CreateRepository, in a policy of its own or in the registry's permissions. Later pulls take neither.",
        ),
    },
    { words: /no resource-based policy allows/i, cure: letOtherAccountIn },
    {
      words: /authorization token has expired/i,
      cure: (facts) =>
        fix(
          "Leave ECR to the nodes' role and take the token out",
          [showPullSecrets(namesOf(facts))],
          `${PULL_SECRETS_NOTE} Somebody made a pull secret of a token, and tokens of ECR end after 12 hours. On EKS the nodes log in by themselves: take the secret out of the pod's list and out of its service account's. In another cluster a job has to renew it, or a credential provider on the nodes.`,
        ),
    },
  ],
  limit: "ECR counts requests per account and region, so for all clusters together.",
  showLimit: (facts) =>
    fix(
      "See the quotas of the account",
      [
        inspect(
          `aws service-quotas list-service-quotas --service-code ecr --region ${placeOf(facts).region} --query 'Quotas[].[QuotaName,Value,Adjustable]' --output table`,
        ),
      ],
      `They count per account and region, so for all clusters together; those that are adjustable can be raised there. ${TRIES_AGAIN}`,
    ),
  openTheWay: (facts) =>
    fix(
      "Give the nodes' subnet a way to ECR",
      [
        inspect(
          `aws ec2 describe-vpc-endpoints --region ${placeOf(facts).region} --query 'VpcEndpoints[].[ServiceName,State,VpcId]' --output table`,
        ),
      ],
      `Either a route to a NAT gateway, or the interface endpoints ecr.api and ecr.dkr, whose security group lets port 443 in from the nodes, and a gateway endpoint for S3. ${hosts(facts)}`,
    ),
  resolve: (_, facts) =>
    fix(
      "Check the account and the region in the name",
      [inspect(`aws ecr describe-registry --region ${placeOf(facts).region}`)],
      "It prints the account whose registry you use. In a network without a way out the interface endpoint ecr.dkr needs private DNS turned on.",
    ),
  listTags: (facts) =>
    inspect(`aws ecr list-images ${repositoryArguments(facts)} --filter tagStatus=TAGGED --output text`),
  listRepositories: (facts) =>
    inspect(`aws ecr describe-repositories ${registryArguments(facts)} --query 'repositories[].repositoryName'`),
  tagsPage: (facts) => {
    const { account, region } = placeOf(facts);
    return region === "REGION" ||
      account === "ACCOUNT" ||
      region.startsWith("us-gov-") ||
      facts.image === null ||
      !hostIn(facts).endsWith(".com")
      ? null
      : `The console shows the tags at https://${region}.console.aws.amazon.com/ecr/repositories/private/${account}/${facts.image.repository}.`;
  },
  hosts,
  statusPage: () => "https://health.aws.amazon.com/health/status",
};

function hosts(facts: Facts): string {
  const { region } = placeOf(facts);
  const bucket = `prod-${region}-starport-layer-bucket.s3.${region}.amazonaws.com`;
  const layers = region !== "REGION" && hostIn(facts).endsWith(".amazonaws.com") ? bucket : "Amazon S3";
  return `A pull from here connects to the registry's own host and, for the layers, to ${layers}.`;
}
