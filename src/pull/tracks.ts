/** The rows of one pod, sorted by the image that they are about. */
import { imageKey, sameImage } from "../image/reference.ts";
import type { ContainerRecord } from "../read/records.ts";
import { IMAGE_STATES } from "./classify-event.ts";
import { append, only, type PodView, type Seen } from "./views.ts";

/** Everything that is told of one image in one pod. */
export interface Track {
  readonly image: string | null;
  readonly container: ContainerRecord | null;
  readonly containerName: string | null;
  readonly events: Seen[];
}

export function tracksOf({ pod, events }: PodView): Track[] {
  const containers = pod?.containers ?? [];
  const tracks: Track[] = [];
  const index = new TrackIndex();
  const trackFor = (image: string | null, name: string | null): Track => {
    const found = index.find(image, name);
    if (found !== null) return found;
    const container =
      containers.find((one) => one.name === name) ??
      only(containers.filter((one) => image !== null && one.image !== null && sameImage(one.image, image)));
    const track: Track = {
      image: image ?? container?.image ?? null,
      container,
      containerName: name ?? container?.name ?? null,
      events: [],
    };
    tracks.push(track);
    index.add(track);
    return track;
  };

  for (const seen of events) {
    const { meaning, event } = seen;
    if (meaning.kind === "error" && meaning.sandbox) trackFor(meaning.image, null).events.push(seen);
    else if (
      meaning.kind === "error" ||
      (meaning.kind !== "other" && meaning.kind !== "secrets" && meaning.image !== null)
    ) {
      const image = meaning.image === "" ? null : (meaning.image ?? only(containers)?.image ?? null);
      // Two containers can share an image; then each has its own state, and the rows speak of both.
      const sharing =
        event.container !== null || image === null
          ? []
          : containers.filter((one) => one.image !== null && sameImage(one.image, image));
      if (sharing.length > 1) for (const one of sharing) trackFor(image, one.name).events.push(seen);
      else trackFor(image, event.container).events.push(seen);
    }
  }
  for (const container of containers) {
    if (IMAGE_STATES.has(container.reason ?? "")) trackFor(container.image, container.name);
  }
  // `Error: ErrImagePull` names no image. It belongs to the container it names, else to the only track there is, else to
  // the only image that was asked for and did not arrive.
  for (const seen of events) {
    if (seen.meaning.kind !== "boilerplate" || seen.meaning.image !== null) continue;
    const own = tracks.find((track) => seen.event.container !== null && track.containerName === seen.event.container);
    const failing = tracks.filter((track) =>
      track.events.some(({ meaning }) => meaning.kind === "error" || meaning.kind === "boilerplate"),
    );
    const target =
      own ??
      only(failing) ??
      (failing.length === 0 ? only(tracks.filter(isAwaited)) : null) ??
      (tracks.length === 0 ? trackFor(only(containers)?.image ?? null, seen.event.container) : null);
    if (target !== null) target.events.push(seen);
    else if (failing.length === 0 && tracks.length > 0) trackFor(null, seen.event.container).events.push(seen);
  }
  for (const track of tracks) track.events.sort((a, b) => a.index - b.index);
  return withoutVictims(tracks, containers);
}

/** A pod can be told to have thousands of images, so tracks are found by their names. */
class TrackIndex {
  private readonly byName = new Map<string, Track>();
  private readonly byImage = new Map<string, Track[]>();

  add(track: Track): void {
    if (track.containerName !== null && !this.byName.has(track.containerName))
      this.byName.set(track.containerName, track);
    append(this.byImage, keyOf(track.image), track);
  }

  /** By the container, and where it or the track's is not known, by the image. */
  find(image: string | null, name: string | null): Track | null {
    const named = name === null ? undefined : this.byName.get(name);
    const fits = (track: Track): boolean => name === null || track.containerName === null;
    return named ?? this.byImage.get(keyOf(image))?.find(fits) ?? null;
  }
}

/** No image has an empty name, so that stands for none. */
function keyOf(image: string | null): string {
  return image === null ? "" : imageKey(image);
}

/**
 * A container whose image volume cannot be pulled waits in the same state as one whose own image fails, and the events
 * name only the volume's image. One fault, one failure.
 */
function withoutVictims(tracks: readonly Track[], containers: readonly ContainerRecord[]): Track[] {
  const isOwn = (image: string): boolean => containers.some((one) => one.image !== null && sameImage(one.image, image));
  const volume = only(
    tracks.filter((track) => track.image !== null && !isSandbox(track) && !isOwn(track.image) && hasTrouble(track)),
  );
  if (volume === null || containers.length === 0) return [...tracks];
  const victims = tracks.filter(
    (track) =>
      track.container !== null &&
      track !== volume &&
      !track.events.some(
        ({ meaning }) => meaning.kind === "error" || (meaning.kind === "boilerplate" && meaning.image !== null),
      ) &&
      IMAGE_STATES.has(track.container.reason ?? ""),
  );
  const victim = only(victims);
  const kept = tracks.filter((track) => !victims.includes(track));
  return victim === null
    ? kept
    : kept.map((track) =>
        track === volume ? { ...track, containerName: victim.containerName, container: victim.container } : track,
      );
}

function isAwaited({ events }: Track): boolean {
  const kinds = events.map(({ meaning }) => meaning.kind);
  return kinds.includes("pulling") && !kinds.includes("success");
}

export function hasTrouble(track: Track): boolean {
  return track.events.some(({ meaning }) => meaning.kind === "error" || meaning.kind === "boilerplate");
}

export function isSandbox(track: Track): boolean {
  return track.events.some(({ meaning }) => meaning.kind === "error" && meaning.sandbox);
}
