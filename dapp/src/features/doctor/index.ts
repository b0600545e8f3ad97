export { DoctorChart } from './DoctorChart.tsx'
export { OpenCharts } from './OpenCharts.tsx'
