/**
 * Amazon EKS on nodes of one's own account, and on Fargate.
 *
 *  - User data in a launch template: docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 *  - Amazon Linux 2023: awslabs.github.io/amazon-eks-ami/nodeadm (user data of several parts, NodeConfig)
 *  - Bottlerocket: bottlerocket.dev/en/os, settings pki, container-registry and network
 *  - Fargate: docs.aws.amazon.com/eks/latest/userguide/fargate.html
 */
import { type Command, changes, inspect } from "../commands.ts";
import type { Facts } from "../define.ts";
import { registryOf } from "../fixes/endpoint.ts";
import { type Advice, MIRROR_NOTE, type Platform } from "./platform.ts";

const SHOW: Command = inspect(
  "aws eks describe-nodegroup --cluster-name CLUSTER --nodegroup-name NODEGROUP --query nodegroup.launchTemplate",
);
const APPLY: Command = changes(
  "aws eks update-nodegroup-version --cluster-name CLUSTER --nodegroup-name NODEGROUP --launch-template id=ID,version=VERSION",
);
const PLACE =
  "NODEGROUP is the node's label eks.amazonaws.com/nodegroup, CLUSTER the name in EKS, ID what the first command prints, VERSION the new version; the nodes are replaced one by one.";

const FILES = "the files that containerd reads (/etc/containerd/certs.d), written by a part of type text/x-shellscript";

function inUserData(bottlerocket: string, elsewhere = FILES): Advice {
  return {
    commands: [SHOW, APPLY],
    note: `Make a new version of the node group's launch template, with this in its user data: on Amazon Linux ${elsewhere}; on Bottlerocket ${bottlerocket}. ${PLACE}`,
  };
}

const PKI = 'settings.pki.registry-ca={data="CA.CRT-IN-BASE64",trusted=true}';

export const eks: Platform = {
  name: "EKS",
  home: "amazon",
  byHand: "On EKS the change is gone with the node, which scaling and updates replace.",
  settings: {
    authority: () => inUserData(PKI),
    "any-authority": () => inUserData(PKI),
    "plain-http": (facts) => inUserData(mirrors(facts, `http://${registryOf(facts)}`)),
    mirror: (facts) => {
      const { commands, note } = inUserData(mirrors(facts, "https://MIRROR"));
      return { commands, note: `${note} ${MIRROR_NOTE}` };
    },
    proxy: () =>
      inUserData(
        'settings.network={https-proxy="PROXY:PORT",no-proxy=["LIST"]}',
        "a drop-in of containerd.service and of kubelet.service with HTTPS_PROXY and NO_PROXY",
      ),
  },
};

function mirrors(facts: Facts, endpoint: string): string {
  return `settings.container-registry.mirrors=[{registry="${registryOf(facts)}",endpoint=["${endpoint}"]}]`;
}

function nobodyCan(what: string): () => Advice {
  return () => ({
    title: "On Fargate, do without the setting",
    commands: [],
    note: `A pod on Fargate has a node of its own that nobody can change. ${what}`,
  });
}

const OTHER_NODES =
  "Otherwise let the pod run on a node group: change its namespace or labels, so that no Fargate profile takes it.";

export const fargate: Platform = {
  name: "Fargate",
  home: "amazon",
  shell: () => "Fargate lets nobody in; try it on a machine in the same subnet",
  byHand: null,
  settings: {
    authority: nobodyCan(`The registry needs a certificate of a public authority. ${OTHER_NODES}`),
    "any-authority": nobodyCan(`Have the proxy let the registry through unopened. ${OTHER_NODES}`),
    "plain-http": nobodyCan(`The registry needs TLS, with a certificate of a public authority. ${OTHER_NODES}`),
    mirror: nobodyCan("Name the mirror in the image; a pull-through cache of ECR does for most registries."),
    proxy: nobodyCan("Its subnet needs a NAT gateway, or VPC endpoints for the registry."),
  },
};
