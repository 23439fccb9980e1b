/** `-c`: what was found, narrowed to one container. */
import type { Examination } from "../diagnose/diagnose.ts";
import type { Diagnosis } from "../diagnose/judge.ts";
import { toReport } from "../diagnose/to-report.ts";
import { sameImage } from "../image/reference.ts";
import { collectFailures } from "../pull/collect.ts";
import type { Reading } from "../read/records.ts";

/** The events stay, since they are what was read. Null leaves everything as it is. */
export function narrowTo(
  container: string | null,
  examination: Examination,
  readings: readonly Reading[],
): Pick<Examination, "report" | "diagnoses" | "unreadable"> {
  if (container === null) return examination;
  const images = readings
    .flatMap(({ pods }) => pods.flatMap(({ containers }) => containers))
    .flatMap(({ name, image }) => (name === container && image !== null ? [image] : []));
  const isIts = (image: string | null): boolean => image !== null && images.some((one) => sameImage(one, image));
  // Where the text names no container, its image tells whose failure it is.
  const diagnoses = examination.diagnoses.filter(({ failure }: Diagnosis) =>
    failure.container === null ? images.length === 0 || isIts(failure.image) : failure.container === container,
  );
  const { recovered, podsSeen } = collectFailures(readings);
  const report = toReport({
    diagnoses,
    recovered: recovered.filter(({ image }) => isIts(image)),
    podsSeen,
    unreadable: examination.unreadable,
    warnings: readings.flatMap(({ warnings }) => warnings),
    notes: [],
    events: readings.flatMap(({ events }) => events),
    use: examination.use,
    catalogue: examination.catalogue,
  });
  return { report, diagnoses, unreadable: examination.unreadable };
}
