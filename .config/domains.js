/** The libraries that hold a domain each. */
export const DOMAINS = ['academies', 'trainers', 'courses', 'certifications', 'licensing', 'programme'];
