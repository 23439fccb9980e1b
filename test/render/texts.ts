/** Small texts as kubectl prints them. */

export const DEMO_POD = `Name:             demo-pod
Namespace:        default
Node:             heronweb-basic-4vcpu-8gb-y6m2k/10.124.0.4
Status:           Pending
Containers:
  demo-container:
    Container ID:   
    Image:          nginx:lates
    Image ID:       
    State:          Waiting
      Reason:       ImagePullBackOff
    Ready:          False
    Restart Count:  0
Events:
  Type     Reason     Age                From               Message
  ----     ------     ----               ----               -------
  Normal   Scheduled  67s                default-scheduler  Successfully assigned default/demo-pod to heronweb-basic-4vcpu-8gb-y6m2k
  Normal   Pulling    26s (x3 over 67s)  kubelet            Pulling image "nginx:lates"
  Warning  Failed     25s (x3 over 66s)  kubelet            Failed to pull image "nginx:lates": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:lates": failed to resolve reference "docker.io/library/nginx:lates": docker.io/library/nginx:lates: not found
  Warning  Failed     25s (x3 over 66s)  kubelet            Error: ErrImagePull
  Normal   BackOff    12s (x3 over 66s)  kubelet            Back-off pulling image "nginx:lates"
  Warning  Failed     12s (x3 over 66s)  kubelet            Error: ImagePullBackOff
`;

const HEAD = "NAMESPACE   LAST SEEN   TYPE      REASON   OBJECT   MESSAGE\n";

const row = (namespace: string, pod: string, message: string): string =>
  `${namespace}   25s   Warning   Failed   pod/${pod}   ${message}\n`;

const noSuchHost = (image: string): string =>
  `Failed to pull image "${image}": rpc error: code = Unknown desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to do request: Head "https://registry.example.com/v2/shop/cart/manifests/v2": dial tcp: lookup registry.example.com on 10.96.0.10:53: no such host`;

/** Three pods that one act would mend. */
export const THREE_PODS_ONE_CAUSE =
  HEAD +
  row("shop", "cart-0", noSuchHost("registry.example.com/shop/cart:v2")) +
  row("shop", "cart-1", noSuchHost("registry.example.com/shop/cart:v2")) +
  row("shop", "cart-2", noSuchHost("registry.example.com/shop/cart:v2"));

const missing = (tag: string): string =>
  `Failed to pull image "nginx:${tag}": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:${tag}": failed to resolve reference "docker.io/library/nginx:${tag}": docker.io/library/nginx:${tag}: not found`;

export const TWO_CAUSES = THREE_PODS_ONE_CAUSE + row("default", "demo-pod", missing("lates"));

/** Only what is left an hour later. */
export const NOTHING_LEFT = `NAME       READY   STATUS             RESTARTS   AGE
demo-pod   0/1     ImagePullBackOff   0          3h
`;

export const HEALTHY = `NAME       READY   STATUS    RESTARTS   AGE
demo-pod   1/1     Running   0          3h
`;
