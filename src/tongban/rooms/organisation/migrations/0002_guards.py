"""三员互斥的闸门：在任的任职，职责类别须与岗位、与人员两边都相同，所以一个人不可能有两类职责。"""

from django.db import migrations

FORWARD = """
ALTER TABLE organisation_holding
    ADD CONSTRAINT organisation_holding_duty_of_post
        FOREIGN KEY (post_id, duty) REFERENCES organisation_post (id, duty),
    ADD CONSTRAINT organisation_holding_duty_of_officer
        FOREIGN KEY (officer_id, duty) REFERENCES organisation_officer (id, duty);
"""

BACKWARD = """
ALTER TABLE organisation_holding
    DROP CONSTRAINT organisation_holding_duty_of_officer,
    DROP CONSTRAINT organisation_holding_duty_of_post;
"""


class Migration(migrations.Migration):
    """互不兼任。"""

    dependencies = [("organisation", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
