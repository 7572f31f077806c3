from portal.core.personal_data import declare_none

declare_none("training.Session.*")
