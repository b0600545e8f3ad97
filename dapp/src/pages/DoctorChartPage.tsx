import { DoctorChart } from '../features/doctor/index.ts'
import { ChartFrame } from '../features/frame/index.ts'

/** A chart that another person opened to this account. */
export function DoctorChartPage() {
  return (
    <ChartFrame title="Chart">
      {({ chart, session }) => <DoctorChart chart={chart} session={session} />}
    </ChartFrame>
  )
}
